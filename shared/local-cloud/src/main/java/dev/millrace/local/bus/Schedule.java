package dev.millrace.local.bus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.Json;
import dev.millrace.local.functions.Functions;
import dev.millrace.local.functions.LambdaFunction;
import dev.millrace.local.template.Place;
import dev.millrace.local.template.Properties;
import dev.millrace.local.template.Template;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Invokes a function at a fixed rate. A rule of EventBridge (`Schedule`) and a schedule of
/// EventBridge Scheduler (`ScheduleV2`) send different events.
record Schedule(
        String name,
        LambdaFunction function,
        Duration every,
        boolean scheduler,
        Optional<String> input) {
    private static final Pattern RATE =
            Pattern.compile("rate\\((\\d+) (second|minute|hour|day)s?\\)");

    /// The enabled schedules of a template. If `override` is given, all run at that rate. Otherwise
    /// each runs at its own rate, and schedules with a cron expression are left out.
    static List<Schedule> all(Template template, Functions functions, Optional<Duration> override) {
        var schedules = new ArrayList<Schedule>();
        for (var function : template.all("AWS::Serverless::Function")) {
            function.properties()
                    .parts("Events")
                    .forEach((name, event) -> {
                        var type = event.text("Type").orElse("");
                        var properties = event.part("Properties");
                        if (!type.startsWith("Schedule") || !enabled(properties)) {
                            return;
                        }
                        var expression =
                                properties
                                        .text("Schedule")
                                        .or(() -> properties.text("ScheduleExpression"))
                                        .orElseThrow(() ->
                                                properties.error(
                                                        "schedule " + name + " has no expression"));
                        override.or(() -> rate(expression, properties))
                                .ifPresent(every ->
                                        schedules.add(
                                                new Schedule(
                                                        properties
                                                                .text("Name")
                                                                .orElse(function.id() + name),
                                                        functions.get(function.id()),
                                                        every,
                                                        type.equals("ScheduleV2"),
                                                        properties.text("Input"))));
                    });
        }
        return schedules;
    }

    private static boolean enabled(Properties properties) {
        return properties.flag("Enabled", true)
                && !properties.text("State").orElse("ENABLED").equals("DISABLED");
    }

    private static Optional<Duration> rate(String expression, Properties at) {
        if (!expression.startsWith("rate(")) {
            return Optional.empty();
        }
        var matcher = RATE.matcher(expression);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
            throw at.error("not a rate: " + expression);
        }
        var unit = ChronoUnit.valueOf(matcher.group(2).toUpperCase(java.util.Locale.ROOT) + "S");
        return Optional.of(Duration.of(Long.parseLong(matcher.group(1)), unit));
    }

    /// The event that the function gets.
    String event(Instant due, Place place) {
        return input.orElseGet(() -> Json.write(notification(due, place)));
    }

    private JsonNode notification(Instant due, Place place) {
        var event =
                Json.object()
                        .put("version", "0")
                        .put("id", UUID.randomUUID().toString())
                        .put("detail-type", "Scheduled Event")
                        .put("source", scheduler ? "aws.scheduler" : "aws.events")
                        .put("account", Place.ACCOUNT)
                        .put("time", due.truncatedTo(ChronoUnit.SECONDS).toString())
                        .put("region", place.region());
        event.putArray("resources")
                .add(
                        scheduler
                                ? place.arn("scheduler", "schedule/default/" + name)
                                : place.arn("events", "rule/" + name));
        if (scheduler) {
            event.put("detail", "{}");
        } else {
            event.putObject("detail");
        }
        return event;
    }
}
