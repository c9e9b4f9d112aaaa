package dev.millrace;

import dev.millrace.TemplateFile.Resource;
import dev.millrace.TemplateFile.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The role of a function, as template.yaml writes it, evaluated as IAM evaluates it.
///
/// @param function the function's logical id
/// @param grants of its own policies, of shared ones, and of those that are attached to it
public record FunctionRole(String function, List<Grant> grants) {
    private static final TemplateFile TEMPLATE = TemplateFile.read();
    private static final Set<String> KNOWN = Set.of("Effect", "Action", "Resource", "Condition");
    private static final List<String> NAMED =
            List.of("AWS::DynamoDB::Table", "AWS::Events::EventBus", "AWS::SQS::Queue");

    /// One action on one resource.
    ///
    /// @param resource an ARN, in which `*` stands for any text
    /// @param condition the condition of the statement; nothing if there is none
    public record Grant(String action, String resource, Value condition) {
        private boolean allows(Permission asked) {
            return action.equals(asked.action())
                    && Pattern.matches(pattern(), asked.resource())
                    && condition.entries().entrySet().stream()
                            .allMatch(one -> holds(one.getKey(), one.getValue(), asked));
        }

        private String pattern() {
            return Stream.of(resource.split("\\*", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".*"));
        }

        /// As in IAM, `ForAllValues` is also true for a call without the key.
        private static boolean holds(String operator, Value keys, Permission asked) {
            if (!operator.equals("ForAllValues:StringEquals")) {
                throw new AssertionError("an operator that is not evaluated here: " + operator);
            }
            return keys.entries().entrySet().stream()
                    .allMatch(key ->
                            key.getValue()
                                    .texts()
                                    .containsAll(
                                            asked.keys().getOrDefault(key.getKey(), Set.of())));
        }

        @Override
        public String toString() {
            return action + " on " + resource;
        }
    }

    /// The roles of all functions.
    public static List<FunctionRole> all() {
        return TEMPLATE.functions().stream()
                .map(function -> new FunctionRole(function.id(), grants(function)))
                .toList();
    }

    /// The ARNs of resources, as [Permission] has them, by the names that calls use. The table of a
    /// restored journal is no resource of the template.
    ///
    /// @param ref gives the value of `Ref` for a resource or a parameter
    public static Map<String, String> arns(UnaryOperator<String> ref) {
        var arns = new HashMap<String, String>();
        for (var type : NAMED) {
            for (var resource : TEMPLATE.all(type)) {
                arns.put(ref.apply(resource.id()), "${%s.Arn}".formatted(resource));
            }
        }
        arns.put(ref.apply("NotificationTopic"), "${NotificationTopic}");
        arns.put(
                "millrace-local-restored",
                "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${AWS::StackName}-restored");
        return arns;
    }

    public boolean allows(Permission asked) {
        return grants.stream().anyMatch(grant -> grant.allows(asked));
    }

    /// The role without one of its grants.
    public FunctionRole without(Grant grant) {
        var others = new ArrayList<>(grants);
        others.remove(grant);
        return new FunctionRole(function, others);
    }

    private static List<Grant> grants(Resource function) {
        var role = TEMPLATE.named(function.at("Role"));
        var shared =
                role.at("ManagedPolicyArns").items().stream()
                        .map(policy -> TEMPLATE.named(policy).at());
        var attached =
                TEMPLATE.all("AWS::IAM::Policy").stream()
                        .filter(policy -> policy.at("Roles").items().contains(Value.ref(role.id())))
                        .map(policy -> policy.at());
        return Stream.of(role.at("Policies").items().stream(), shared, attached)
                .flatMap(policies -> policies)
                .flatMap(policy -> policy.at("PolicyDocument", "Statement").items().stream())
                .flatMap(FunctionRole::grants)
                .toList();
    }

    private static Stream<Grant> grants(Value statement) {
        if (!KNOWN.containsAll(statement.entries().keySet())
                || !statement.at("Effect").text().equals("Allow")) {
            throw new AssertionError("a statement that is not evaluated here: " + statement);
        }
        return statement.at("Action").texts().stream()
                .flatMap(action ->
                        statement.at("Resource").items().stream()
                                .map(resource ->
                                        new Grant(
                                                action, arn(resource), statement.at("Condition"))));
    }

    /// The ARN that an expression gives, with `${Id.Arn}` for the ARN of a resource.
    static String arn(Value expression) {
        if (expression.at("Fn::Sub").exists()) return expression.at("Fn::Sub").text();
        if (expression.at("Ref").exists()) return "${%s}".formatted(expression.at("Ref"));
        var attribute = expression.at("Fn::GetAtt");
        return attribute.exists()
                ? "${%s}".formatted(String.join(".", attribute.texts()))
                : expression.text();
    }

    @Override
    public String toString() {
        return function;
    }
}
