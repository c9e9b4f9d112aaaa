package dev.millrace;

import static dev.millrace.FunctionRole.arn;

import dev.millrace.TemplateFile.Resource;
import dev.millrace.TemplateFile.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The permissions that Lambda itself needs with the role of a function. They follow from the
/// configuration of the function in template.yaml.
public final class LambdaPermissions {
    private static final TemplateFile TEMPLATE = TemplateFile.read();

    private final Set<Permission> asked = new HashSet<>();

    private LambdaPermissions() {}

    public static Set<Permission> of(String function) {
        var permissions = new LambdaPermissions();
        TEMPLATE.functions().stream()
                .filter(one -> one.id().equals(function))
                .forEach(permissions::add);
        return permissions.asked;
    }

    private void add(Resource function) {
        var log = TEMPLATE.named(function.at("LoggingConfig", "LogGroup"));
        ask("${%s.Arn}".formatted(log), "logs:CreateLogStream", "logs:PutLogEvents");
        var globals = TEMPLATE.root().at("Globals", "Function");
        if (globals.at("Tracing").text().equals("Active")) {
            ask("*", "xray:PutTraceSegments", "xray:PutTelemetryRecords");
        }
        addDestination(function.at("EventInvokeConfig"));
        TEMPLATE.events("DynamoDB").stream()
                .filter(event -> event.function().equals(function))
                .forEach(event -> {
                    addStream(event.at("Stream"));
                    addDestination(event.properties());
                });
    }

    /// Lambda reads the stream for the function, and finds it among the streams of the table.
    private void addStream(Value stream) {
        ask(
                arn(stream),
                "dynamodb:DescribeStream",
                "dynamodb:GetRecords",
                "dynamodb:GetShardIterator");
        ask("${%s.Arn}/stream/*".formatted(stream.at("Fn::GetAtt", 0)), "dynamodb:ListStreams");
    }

    /// Lambda sends events and records that failed for good.
    private void addDestination(Value config) {
        var failures = config.at("DestinationConfig", "OnFailure");
        var destination = arn(failures.at("Destination"));
        switch (failures.at("Type").text()) {
            case "SQS" -> ask(destination, "sqs:SendMessage");
            case "S3" -> {
                ask(destination, "s3:ListBucket");
                ask(destination + "/aws/lambda/failed", "s3:PutObject");
            }
            case "" -> {}
            case String type -> throw new AssertionError("what does Lambda need for " + type + "?");
        }
    }

    private void ask(String resource, String... actions) {
        for (var action : List.of(actions)) asked.add(Permission.of(action, resource));
    }
}
