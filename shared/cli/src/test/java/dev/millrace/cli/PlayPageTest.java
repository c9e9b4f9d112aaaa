package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.Json;
import dev.millrace.local.LocalCloud;
import dev.millrace.local.LocalCloudOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page Play of a small service. `PlayStoryTest` plays whole stories with the page.
@DisplayNameGeneration(ReplaceUnderscores.class)
class PlayPageTest {
    private static final InstantSource NOW = () -> Instant.parse("2026-03-01T12:00:10Z");
    private static final String HOSTILE = "<script>alert(1)</script>\"'\u202e" + "x".repeat(10_000);
    private static final String API =
            """
            paths:
              /counts/{countId}:
                parameters:
                  - {$ref: "#/components/parameters/CountId"}
                put:
                  summary: Puts it.
                  parameters: [{name: Idempotency-Key, in: header, example: my-first}]
                  requestBody:
                    content:
                      application/json:
                        examples:
                          one: {value: {n: 1}}
                          two: {$ref: "#/components/examples/Two"}
            components:
              parameters:
                CountId: {name: countId, in: path, example: c1}
              examples:
                Two: {value: {n: 2}}
            """;

    @TempDir private Path folder = Path.of("");
    private LocalCloud cloud;
    private PlayPage page;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(folder.resolve("openapi.yaml"), API);
        var samples = Files.createDirectories(folder.resolve("events/Count"));
        Files.writeString(samples.resolve("longer.json"), event("longer", "other-1"));
        Files.writeString(samples.resolve("same-one.json"), event("same", "count-1"));
        Files.writeString(samples.resolve("one.json"), event("one", "count-1"));
        Files.writeString(samples.resolve("broken.json"), "{");
        var template = new CounterService(folder).built();
        cloud = LocalCloud.start(LocalCloudOptions.of(template));
        page = new PlayPage(cloud, folder, NOW);
    }

    @AfterEach
    void stop() {
        if (cloud != null) cloud.close();
    }

    private static String event(String note, String id) {
        return "{\"source\":\"s\",\"detail-type\":\"T\",\"detail\":{\"countId\":\"%s\",\"n\":1,\"note\":\"%s\"}}"
                .formatted(id, note);
    }

    @Test
    void calls_have_the_examples_of_the_description() {
        assertThat(show("/view/play"))
                .contains("PUT /counts/{countId}", "value=\"c1\"")
                .contains("data-body=\"{&#34;n&#34;:1}\"", "data-body=\"{&#34;n&#34;:2}\"");
    }

    @Test
    void each_page_has_a_new_idempotency_key() {
        assertThat(show("/view/play")).doesNotContain("my-first").isNotEqualTo(show("/view/play"));
    }

    @Test
    void the_shortest_sample_comes_first_and_a_file_that_is_not_JSON_is_left_out() {
        assertThat(page.samples(_ -> true).get("Count"))
                .extracting(Sample::name)
                .containsExactly("one", "longer", "same-one");
    }

    @Test
    void an_id_of_the_plain_sample_is_fresh_until_a_call_names_one() {
        assertThat(countId("Count/one")).startsWith("count-").isNotEqualTo("count-1");

        page.ids().learn(Json.object().put("countId", "c7").put("n", 3));

        assertThat(countId("Count/one")).isEqualTo("c7");
        assertThat(countId("Count/same-one")).isEqualTo("c7");
        assertThat(countId("Count/longer")).isEqualTo("other-1");
    }

    private String countId(String file) {
        return page.fields(page.sample(Map.of("file", file))).getFirst().value();
    }

    @Test
    void a_sample_keeps_the_JSON_types_of_its_values() {
        var sample = page.sample(Map.of("file", "Count/one"));

        assertThat(sample.with(Map.of("n", "12.5", "note", "7")).path("detail").toString())
                .isEqualTo("{\"countId\":\"count-1\",\"n\":12.5,\"note\":\"7\"}");
        assertThatThrownBy(() -> sample.with(Map.of("n", "{"))).isInstanceOf(UserMistake.class);
    }

    @Test
    void an_event_that_no_rule_matches_is_reported() {
        assertThat(page.act("/do/play/publish", Map.of("file", "Count/one")))
                .contains("No rule of the template matches it.");
    }

    @Test
    void an_unknown_call_sample_function_or_table_is_a_mistake_of_the_user() {
        for (var action : new String[] {"call", "publish", "invoke", "run", "throttle", "break"}) {
            assertThatThrownBy(() -> page.act("/do/play/" + action, Map.of("event", "{}")))
                    .as(action)
                    .isInstanceOf(UserMistake.class);
        }
        assertThat(page.act("/do/play/none", Map.of())).isNull();
        assertThat(page.show("/view/play/none", Map.of())).isNull();
    }

    @Test
    void a_table_is_broken_until_it_is_mended_and_throttled_for_a_while() {
        var table = Map.of("table", "Counts");

        assertThat(page.act("/do/play/break", table)).contains("Writes fail until you mend it");
        assertThat(page.act("/do/play/throttle", table)).contains("Throttled until", "in 20 s");
        assertThat(page.act("/do/play/mend", table)).doesNotContain("Writes fail until");
    }

    @Test
    void the_newest_commit_comes_first_and_one_that_two_readers_report_is_shown_once() {
        page.feed().onRecord(commit("Count#a", "A"));
        page.feed().onRecord(commit("Count#b", "B"));
        page.feed().onRecord(commit("Count#a", "A"));
        page.feed().onRecord(commit("no entity", "C"));

        assertThat(page.feed().commits())
                .extracting(one -> one.entity().id())
                .containsExactly("b", "a");
    }

    @Test
    void untrusted_text_is_escaped() {
        page.feed().onRecord(commit("Count#" + HOSTILE, HOSTILE));
        page.feed()
                .onBusEvent(
                        Json.object()
                                .put("source", HOSTILE)
                                .put("detail-type", HOSTILE)
                                .set("detail", Json.object().put("a", HOSTILE)));
        page.ids().learn(Json.object().put("countId", HOSTILE));

        for (var path : new String[] {"/view/play", "/view/play/feed"}) {
            assertThat(show(path)).contains("&lt;script").doesNotContain("<script>alert");
        }
        assertThat(show("/view/play/feed")).doesNotContain("\u202e");
    }

    private static ObjectNode commit(String key, String type) {
        var item = Json.object();
        item.putObject("pk").put("S", key);
        item.putObject("seq").put("N", "1");
        var events = Json.array().add(Json.object().put("type", type));
        item.putObject("events").put("S", events.toString());
        item.putObject("at").put("S", "2026-03-01T12:00:00Z");
        item.putObject("by").put("S", type);
        var record = Json.object().put("eventName", "INSERT");
        record.putObject("dynamodb").set("NewImage", item);
        return record;
    }

    private String show(String path) {
        return String.valueOf(page.show(path, Map.of()));
    }
}
