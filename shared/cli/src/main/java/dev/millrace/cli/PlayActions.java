package dev.millrace.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.ApiDescription.Operation;
import dev.millrace.local.LocalCloud;
import dev.millrace.local.functions.InvocationResult;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The actions of the buttons on the page Play.
final class PlayActions {
    private static final JsonMapper JSON = new JsonMapper();

    private final PlayPage page;
    private final LocalCloud cloud;
    private final InstantSource clock;

    /// The result of an action, as the page shows it.
    ///
    /// @param entities the entities that it concerns, to link to
    /// @param fill new values of fields on the page, as JSON
    record Answer(
            String title, boolean failed, String body, List<EntityName> entities, String fill) {}

    PlayActions(PlayPage page, LocalCloud cloud, InstantSource clock) {
        this.page = page;
        this.cloud = cloud;
        this.clock = clock;
    }

    @Nullable String act(String path, Map<String, String> form) {
        try {
            return switch (path) {
                case "/do/play/call" -> shown(call(form));
                case "/do/play/publish" -> shown(publish(form));
                case "/do/play/invoke" -> {
                    var event = Sample.json(form.getOrDefault("event", "")).toString();
                    yield shown(answer(cloud.invoke(form.getOrDefault("function", ""), event)));
                }
                case "/do/play/run" ->
                        shown(answer(cloud.schedules().runNow(form.getOrDefault("function", ""))));
                case "/do/play/throttle", "/do/play/break", "/do/play/mend" ->
                        trouble(path, form.getOrDefault("table", ""));
                default -> null;
            };
        } catch (IllegalArgumentException unknown) {
            throw new UserMistake("nothing was done: " + unknown.getMessage());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new UserMistake("the console closes");
        }
    }

    private static String shown(Answer answer) {
        return ConsolePages.render("answer.jte", Map.of("answer", answer));
    }

    private Answer call(Map<String, String> form) {
        var operation =
                page.operations().stream()
                        .filter(one -> one.route().equals(form.get("route")))
                        .findFirst()
                        .orElseThrow(() -> new UserMistake("there is no such call"));
        var calls = new ApiCall(cloud.api());
        var answer = calls.send(operation, form);
        var named = JSON.createObjectNode();
        if (answer.succeeded()) {
            for (var parameter : operation.parameters()) {
                if (!parameter.in().equals("path")) continue;
                named.put(parameter.name(), form.getOrDefault(parameter.field(), ""));
            }
            if (!operation.bodies().isEmpty()) named.setAll(object(answer.body()));
            if (!answer.location().isEmpty()) {
                named.setAll(object(calls.get(answer.location(), form).body()));
            }
            page.ids().learn(named);
        }
        return new Answer(
                "Answer " + answer.status(),
                !answer.succeeded(),
                pretty(answer.body()),
                entities(named, answer.location()),
                fill(operation));
    }

    private String fill(Operation operation) {
        var fill = JSON.createObjectNode();
        page.ids().all().forEach(fill::put);
        for (var parameter : operation.parameters()) {
            if (parameter.isIdempotencyKey()) fill.put(parameter.name(), page.ids().fresh("key"));
        }
        return fill.toString();
    }

    private Answer publish(Map<String, String> form) {
        var sample = page.sample(form);
        var values = new HashMap<String, String>();
        form.forEach((name, value) -> {
            if (name.startsWith("detail.")) values.put(name.substring("detail.".length()), value);
        });
        var event = sample.with(values).put("id", page.ids().fresh("event"));
        event.put("time", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        var taken = cloud.publish(event);
        var fill = JSON.createObjectNode();
        for (var name : values.keySet()) {
            if (!KnownIds.isId(name)) continue;
            fill.put(name, page.ids().of(name, page.ids().fresh(name)));
        }
        return new Answer(
                taken ? "It is on the bus." : "No rule of the template matches it.",
                !taken,
                "",
                entities(event.path("detail"), ""),
                fill.toString());
    }

    private Answer answer(InvocationResult result) {
        return new Answer(
                result.failed() ? "It failed." : "It answered.",
                result.failed(),
                pretty(result.payload()),
                List.of(),
                "{}");
    }

    private String trouble(String path, String table) {
        switch (path) {
            case "/do/play/throttle" -> page.troubles().throttle(table);
            case "/do/play/break" -> page.troubles().breakWrites(table);
            default -> page.troubles().mend(table);
        }
        return page.trouble();
    }

    /// The entities that the answer's ids belong to. If there is none, it is the entity that the
    /// location names: its commit may not have been read yet.
    private List<EntityName> entities(JsonNode named, String location) {
        var entities = new ArrayList<EntityName>();
        for (var field : named.properties()) {
            if (!KnownIds.isId(field.getKey())) continue;
            page.feed().entity(field.getValue().asText()).ifPresent(entities::add);
        }
        if (entities.isEmpty() && !location.isEmpty()) {
            entities.add(new EntityName(null, location.substring(location.lastIndexOf('/') + 1)));
        }
        return entities.stream().distinct().toList();
    }

    private static ObjectNode object(String body) {
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) return object;
        } catch (JacksonException noJson) {
            // it contains no id
        }
        return JSON.createObjectNode();
    }

    private static String pretty(String body) {
        try {
            return body.isBlank() ? "" : Printable.pretty(JSON.readTree(body));
        } catch (JacksonException noJson) {
            return Printable.seen(body);
        }
    }
}
