package dev.millrace.local.functions;

import dev.millrace.local.store.Destination;
import dev.millrace.local.template.Properties;
import dev.millrace.local.template.Resource;
import dev.millrace.local.template.Template;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The settings of one function in the template.
public record FunctionSpec(
        String id,
        String name,
        String arn,
        Optional<String> codeUri,
        String handlerClass,
        Duration timeout,
        int memory,
        Map<String, String> environment,
        Asynchronous asynchronous,
        String at) {

    /// How often Lambda retries an asynchronous event after a failure, and where the event goes
    /// then. `onFailure` is also empty if the template leaves the destination to SAM, which
    /// [Template#notEmulated] reports.
    public record Asynchronous(
            int retries,
            Duration maximumAge,
            Optional<Destination> onFailure,
            Optional<Destination> deadLetters) {}

    /// All functions of a template. A variable in `always` replaces the template's variable of the
    /// same name.
    public static List<FunctionSpec> all(Template template, Map<String, String> always) {
        return template.all("AWS::Serverless::Function").stream()
                .map(resource -> of(resource, template, always))
                .toList();
    }

    /// Whether the template gives the function environment variables.
    boolean hasVariables() {
        return environment.keySet().stream().anyMatch(name -> !name.startsWith("AWS_"));
    }

    private static FunctionSpec of(
            Resource resource, Template template, Map<String, String> always) {
        var properties = resource.properties();
        return new FunctionSpec(
                resource.id(),
                resource.name(),
                template.place().arn("lambda", "function:" + resource.name()),
                properties.text("CodeUri"),
                properties.required("Handler").split("::", 2)[0],
                properties.seconds("Timeout", 3),
                properties.number("MemorySize", 128),
                environment(resource, properties, always),
                asynchronous(properties),
                resource.at());
    }

    private static Map<String, String> environment(
            Resource resource, Properties properties, Map<String, String> always) {
        var environment = new LinkedHashMap<String, String>();
        properties
                .part("Environment")
                .part("Variables")
                .json()
                .properties()
                .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
        environment.put("AWS_LAMBDA_FUNCTION_NAME", resource.name());
        environment.put(
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "" + properties.number("MemorySize", 128));
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        environment.putAll(always);
        return Map.copyOf(environment);
    }

    private static Asynchronous asynchronous(Properties properties) {
        var config = properties.part("EventInvokeConfig");
        return new Asynchronous(
                config.number("MaximumRetryAttempts", 2),
                config.seconds("MaximumEventAgeInSeconds", 6 * 60 * 60),
                Destination.onFailure(config),
                properties
                        .part("DeadLetterQueue")
                        .text("TargetArn")
                        .map(arn -> Destination.of(arn, properties)));
    }
}
