package dev.millrace.local.bus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.Json;
import dev.millrace.local.functions.Functions;
import dev.millrace.local.functions.LambdaFunction;
import dev.millrace.local.template.Properties;
import dev.millrace.local.template.Resource;
import dev.millrace.local.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.event.ruler.Ruler;

/// Sends the events of a bus that match a pattern to targets. EventBridge's own library matches.
public record Rule(String name, String bus, String pattern, List<Target> targets) {

    sealed interface Target {
        record ToFunction(LambdaFunction function, Optional<String> input) implements Target {}

        record ToQueue(String queue) implements Target {}
    }

    public Rule {
        try {
            Ruler.matchesRule("{}", pattern);
        } catch (Exception e) {
            throw new IllegalArgumentException("not an event pattern: " + pattern, e);
        }
    }

    boolean matches(String event) {
        try {
            return Ruler.matchesRule(event, pattern);
        } catch (Exception e) {
            throw new IllegalStateException("rule " + name, e);
        }
    }

    /// All enabled rules: those in functions' `Events`, and those that are resources.
    static List<Rule> all(Template template, Functions functions) {
        var rules = new ArrayList<Rule>();
        for (var function : template.all("AWS::Serverless::Function")) {
            function.properties()
                    .parts("Events")
                    .forEach((name, event) -> {
                        var type = event.text("Type").orElse("");
                        if (type.equals("EventBridgeRule") || type.equals("CloudWatchEvent")) {
                            ofEvent(function, name, event.part("Properties"), functions)
                                    .ifPresent(rules::add);
                        }
                    });
        }
        template.all("AWS::Events::Rule")
                .forEach(rule -> ofResource(rule, functions).ifPresent(rules::add));
        return rules;
    }

    private static Optional<Rule> ofEvent(
            Resource function, String event, Properties properties, Functions functions) {
        var target = new Target.ToFunction(functions.get(function.id()), properties.text("Input"));
        return rule(function.id() + event, properties, "Pattern", List.of(target));
    }

    private static Optional<Rule> ofResource(Resource resource, Functions functions) {
        if (!resource.properties().has("EventPattern")) {
            return Optional.empty();
        }
        var targets =
                resource.properties().items("Targets").stream()
                        .map(t -> target(t, functions))
                        .toList();
        return rule(resource.name(), resource.properties(), "EventPattern", targets);
    }

    private static Optional<Rule> rule(
            String name, Properties properties, String pattern, List<Target> targets) {
        if (properties.text("State").orElse("ENABLED").equals("DISABLED")) {
            return Optional.empty();
        }
        var bus = properties.text("EventBusName").orElse("default");
        try {
            return Optional.of(
                    new Rule(
                            name,
                            busName(bus),
                            Json.write(properties.json().path(pattern)),
                            targets));
        } catch (IllegalArgumentException e) {
            throw properties.error("rule " + name + ": " + e.getMessage());
        }
    }

    private static Target target(Properties target, Functions functions) {
        var arn = target.required("Arn");
        if (arn.startsWith("arn:aws:sqs:")) {
            return new Target.ToQueue(arn.substring(arn.lastIndexOf(':') + 1));
        }
        var function =
                functions
                        .find(arn)
                        .orElseThrow(() ->
                                target.error(
                                        "a rule's target must be a function or a queue here, not "
                                                + arn));
        return new Target.ToFunction(function, target.text("Input"));
    }

    /// The name of a bus that is given by its name or its ARN.
    static String busName(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }

    /// The JSON that the target gets for an event.
    static String body(Target.ToFunction target, JsonNode event) {
        return target.input().orElseGet(() -> Json.write(event));
    }
}
