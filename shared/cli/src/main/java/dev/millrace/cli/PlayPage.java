package dev.millrace.cli;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.ApiDescription.Operation;
import dev.millrace.cli.ApiDescription.Parameter;
import dev.millrace.cli.TableTroubles.Table;
import dev.millrace.local.LocalCloud;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The page Play, on which a newcomer sends calls and events to the local cloud, and the live feed.
/// The calls and events come from files beside the template: `openapi.yaml`, and the samples in
/// `events`.
final class PlayPage {
    private final LocalCloud cloud;
    private final InstantSource clock;
    private final List<Operation> operations;
    private final List<Sample> samples;
    private final KnownIds ids = new KnownIds();
    private final LocalFeed feed;
    private final TableTroubles troubles;

    /// An input of a form.
    ///
    /// @param input its name in the form
    /// @param fill the name under which a later answer changes its value; null if none does
    record Field(String input, String value, @Nullable String fill) {}

    /// @param folder the folder of the template
    PlayPage(LocalCloud cloud, Path folder, InstantSource clock) {
        this.cloud = cloud;
        this.clock = clock;
        this.operations = ApiDescription.read(folder.resolve("openapi.yaml")).operations();
        var functions = cloud.functions();
        this.samples =
                Sample.all(folder.resolve("events")).stream()
                        .filter(sample -> functions.contains(sample.function()))
                        .sorted(Comparator.comparingInt(one -> functions.indexOf(one.function())))
                        .toList();
        this.feed = new LocalFeed(cloud, clock);
        this.troubles = new TableTroubles(cloud, clock);
    }

    /// The contents of a page or of a part of it; null if there is no such page.
    @Nullable String show(String path, Map<String, String> query) {
        return switch (path) {
            case "/view/play" -> ConsolePages.render("play.jte", Map.of("page", this));
            case "/view/play/feed" -> feed.page();
            case "/view/play/trouble" -> trouble();
            case "/view/play/event" ->
                    ConsolePages.render("event.jte", Map.of("page", this, "sample", sample(query)));
            case "/view/play/sample" ->
                    ConsolePages.render("sample.jte", Map.of("sample", sample(query)));
            default -> null;
        };
    }

    /// Performs the action of a button, and returns its result; null if there is no such button.
    @Nullable String act(String path, Map<String, String> form) {
        return new PlayActions(this, cloud, clock).act(path, form);
    }

    String trouble() {
        return ConsolePages.render("trouble.jte", Map.of("page", this));
    }

    List<Operation> operations() {
        return operations;
    }

    /// The samples by function, in the template's order.
    SequencedMap<String, List<Sample>> samples(Predicate<Sample> which) {
        return samples.stream()
                .filter(which)
                .collect(groupingBy(Sample::function, LinkedHashMap::new, toList()));
    }

    Sample sample(Map<String, String> query) {
        return samples.stream()
                .filter(sample -> sample.file().equals(query.get("file")))
                .findFirst()
                .orElseThrow(() -> new UserMistake("there is no such sample"));
    }

    Field field(Parameter parameter) {
        if (parameter.isIdempotencyKey()) {
            return new Field(parameter.field(), ids.fresh("key"), parameter.name());
        }
        return switch (parameter.in()) {
            case "path" ->
                    new Field(
                            parameter.field(),
                            ids.of(parameter.name(), parameter.example()),
                            parameter.name());
            default -> new Field(parameter.field(), "", null);
        };
    }

    /// The fields of an event's detail. An id field has the id that a call named last, or else a
    /// new id. But where a sample has another id than the plain sample, it keeps that id.
    List<Field> fields(Sample sample) {
        var plain = plain(sample).event().path("detail");
        var fields = new ArrayList<Field>();
        for (var field : sample.event().path("detail").properties()) {
            var name = field.getKey();
            var isOrdinary = KnownIds.isId(name) && field.getValue().equals(plain.path(name));
            var value = isOrdinary ? ids.of(name, ids.fresh(name)) : text(field.getValue());
            fields.add(new Field("detail." + name, value, isOrdinary ? name : null));
        }
        return fields;
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    private Sample plain(Sample of) {
        return samples.stream()
                .filter(one -> one.function().equals(of.function()))
                .findFirst()
                .orElse(of);
    }

    List<String> schedules() {
        return cloud.schedules().functions();
    }

    List<Table> tables() {
        return troubles.tables();
    }

    Instant now() {
        return clock.instant();
    }

    KnownIds ids() {
        return ids;
    }

    LocalFeed feed() {
        return feed;
    }

    TableTroubles troubles() {
        return troubles;
    }
}
