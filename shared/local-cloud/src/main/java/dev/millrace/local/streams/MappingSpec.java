package dev.millrace.local.streams;

import dev.millrace.local.store.Destination;
import dev.millrace.local.template.Properties;
import dev.millrace.local.template.Resource;
import dev.millrace.local.template.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One event source mapping: which table's stream a function reads, and how. Unbounded retries and
/// age are `-1`, as in the template.
public record MappingSpec(
        String id,
        String function,
        String table,
        boolean fromLatest,
        int batchSize,
        Duration window,
        Filter filter,
        boolean bisect,
        Duration maximumAge,
        int maximumRetries,
        boolean partialFailures,
        Optional<Destination> onFailure) {

    /// All enabled mappings of a template.
    public static List<MappingSpec> all(Template template) {
        var mappings = new ArrayList<MappingSpec>();
        for (var function : template.all("AWS::Serverless::Function")) {
            function.properties()
                    .parts("Events")
                    .forEach((name, event) -> {
                        if (event.text("Type").orElse("").equals("DynamoDB")
                                && event.part("Properties").flag("Enabled", true)) {
                            mappings.add(of(function, name, event.part("Properties"), template));
                        }
                    });
        }
        return mappings;
    }

    private static MappingSpec of(
            Resource function, String event, Properties mapping, Template template) {
        return new MappingSpec(
                function.id() + event,
                function.id(),
                table(mapping, template),
                mapping.required("StartingPosition").equals("LATEST"),
                mapping.number("BatchSize", 100),
                mapping.seconds("MaximumBatchingWindowInSeconds", 0),
                Filter.of(
                        mapping.part("FilterCriteria").items("Filters").stream()
                                .map(filter -> filter.required("Pattern"))
                                .toList(),
                        mapping),
                mapping.flag("BisectBatchOnFunctionError", false),
                mapping.seconds("MaximumRecordAgeInSeconds", -1),
                mapping.number("MaximumRetryAttempts", -1),
                mapping.texts("FunctionResponseTypes").contains("ReportBatchItemFailures"),
                Destination.onFailure(mapping));
    }

    /// The table of `arn:aws:dynamodb:…:table/<name>/stream/<label>`.
    private static String table(Properties mapping, Template template) {
        var arn = mapping.required("Stream").split("/", -1);
        var known =
                template.all("AWS::DynamoDB::Table").stream()
                        .filter(table -> table.properties().has("StreamSpecification"))
                        .map(Resource::name)
                        .toList();
        if (arn.length < 2 || !known.contains(arn[1])) {
            throw mapping.error(
                    "`Stream` is not the stream of a table of this template: "
                            + mapping.required("Stream"));
        }
        return arn[1];
    }
}
