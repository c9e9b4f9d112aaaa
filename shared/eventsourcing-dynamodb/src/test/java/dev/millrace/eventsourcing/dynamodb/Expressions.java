package dev.millrace.eventsourcing.dynamodb;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Evaluates the expressions that this project uses: conditions joined by `AND`, and updates of one
/// attribute. An unknown expression throws.
final class Expressions {
    private static final Pattern ABSENT = Pattern.compile("attribute_(not_)?exists\\(([#\\w]+)\\)");
    private static final Pattern BEGINS = Pattern.compile("begins_with\\(([#\\w]+), (:\\w+)\\)");
    private static final Pattern COMPARED = Pattern.compile("([#\\w]+) (=|<|>|<=|>=) (:\\w+)");
    private static final Pattern SET = Pattern.compile("SET ([#\\w]+) = (:\\w+)");
    private static final Pattern REMOVE = Pattern.compile("REMOVE ([#\\w]+)");
    private static final Map<String, List<Term>> PARSED = new ConcurrentHashMap<>();

    private Expressions() {}

    /// One condition on one attribute.
    private record Term(boolean negated, String function, String attribute, String value) {

        static Term of(String text) {
            if (text.startsWith("NOT ")) {
                var term = of(text.substring("NOT ".length()));
                return new Term(!term.negated, term.function, term.attribute, term.value);
            }
            var absent = ABSENT.matcher(text);
            if (absent.matches()) {
                return new Term(absent.group(1) == null, "absent", absent.group(2), "");
            }
            var begins = BEGINS.matcher(text);
            if (begins.matches()) {
                return new Term(false, "begins", begins.group(1), begins.group(2));
            }
            var compared = COMPARED.matcher(text);
            if (!compared.matches()) throw unknown(text);
            return new Term(false, compared.group(2), compared.group(1), compared.group(3));
        }

        boolean holds(
                Map<String, AttributeValue> item,
                Map<String, String> names,
                Map<String, AttributeValue> values) {
            var found = item.get(names.getOrDefault(attribute, attribute));
            if (function.equals("absent")) return (found == null) != negated;
            var wanted = values.get(value);
            if (wanted == null) throw unknown(value);
            return (found != null && compares(found, wanted)) != negated;
        }

        private boolean compares(AttributeValue found, AttributeValue wanted) {
            if (found.type() != wanted.type()) return false;
            if (function.equals("begins")) return found.s().startsWith(wanted.s());
            var order = compare(found, wanted);
            return switch (function) {
                case "=" -> order == 0;
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                default -> order >= 0;
            };
        }
    }

    /// Whether a condition is true for an item. A null condition is true.
    static boolean holds(
            @Nullable String expression,
            Map<String, AttributeValue> item,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        if (expression == null) return true;
        return PARSED.computeIfAbsent(expression, Expressions::parse).stream()
                .allMatch(term -> term.holds(item, names, values));
    }

    /// The function that applies an update to an item.
    static UnaryOperator<Map<String, AttributeValue>> update(
            String expression, Map<String, AttributeValue> values) {
        var set = SET.matcher(expression);
        var remove = REMOVE.matcher(expression);
        if (!set.matches() && !remove.matches()) throw unknown(expression);
        return before -> {
            var after = new HashMap<>(before);
            if (set.matches()) after.put(set.group(1), values.get(set.group(2)));
            if (remove.matches()) after.remove(remove.group(1));
            return after;
        };
    }

    /// Compares texts by their characters and numbers by their values.
    static int compare(AttributeValue one, AttributeValue other) {
        return one.n() != null && other.n() != null
                ? new BigDecimal(one.n()).compareTo(new BigDecimal(other.n()))
                : String.valueOf(one.s()).compareTo(String.valueOf(other.s()));
    }

    private static List<Term> parse(String expression) {
        return Arrays.stream(expression.split(" AND ")).map(Term::of).toList();
    }

    private static IllegalArgumentException unknown(String expression) {
        return new IllegalArgumentException(
                "the in-memory DynamoDB does not know the expression " + expression);
    }
}
