package dev.millrace.functions.view;

import static dev.millrace.functions.view.RebuildStage.segment;
import static dev.millrace.functions.view.RebuildStage.timeFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.lambda.TestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The answers to an operator, call by call.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BookingViewRebuildTest {
    @RegisterExtension private final RebuildStage stage = new RebuildStage();

    @Test
    void the_size_is_the_number_of_commits() {
        assertThat(call(Map.of("operation", "size"))).isEqualTo(Map.of("commits", 0L));

        bookings(7);

        assertThat(call(Map.of("operation", "size"))).isEqualTo(Map.of("commits", 16L));
    }

    @Test
    void every_row_is_written_only_once() {
        bookings(14);

        assertThat(stage.rebuild(0, 1)).isEqualTo(done(32, 14, 14));
        assertThat(stage.rebuild(0, 1)).isEqualTo(done(32, 14, 0));
    }

    @Test
    void an_empty_journal_is_rebuilt_at_once() {
        assertThat(stage.rebuild(0, 1)).isEqualTo(done(0, 0, 0));
    }

    @Test
    void segments_are_parts_of_the_whole() {
        bookings(50);

        var written =
                IntStream.range(0, 4)
                        .map(segment -> written(stage.rebuild(segment, 4)))
                        .boxed()
                        .toList();

        assertThat(written).hasSize(4).allMatch(rows -> rows > 0 && rows < 50);
        assertThat(written.stream().mapToInt(rows -> rows).sum()).isEqualTo(50);
        assertThat(stage.rows()).hasSize(50);
    }

    @Test
    void without_time_no_page_is_begun_and_the_next_call_goes_on() {
        bookings(14);
        var function = stage.function(5);

        var first = function.handleRequest(segment(0, 1, null), timeFor(2));
        var next = first.get("next");
        assertThat(first).containsEntry("commits", 10).containsKey("next");

        var second = function.handleRequest(segment(0, 1, next), TestContext.inTime());

        assertThat(second).containsEntry("commits", 22).doesNotContainKey("next");
        assertThat(written(first) + written(second)).isEqualTo(14);
        assertThat(stage.rows()).hasSize(14);
    }

    @Test
    void a_call_without_time_does_one_page() {
        bookings(14);

        var answer = stage.function(5).handleRequest(segment(0, 1, null), new TestContext(() -> 0));

        assertThat(answer).containsEntry("commits", 5).containsKey("next");
    }

    @Test
    void the_same_call_again_changes_nothing() {
        bookings(14);
        var function = stage.function(5);
        var next = function.handleRequest(segment(0, 1, null), timeFor(2)).get("next");
        function.handleRequest(segment(0, 1, next), timeFor(2));
        var rows = stage.rows();

        var again = function.handleRequest(segment(0, 1, next), timeFor(2));

        assertThat(again).containsEntry("written", 0);
        assertThat(stage.rows()).isEqualTo(rows);
    }

    @Test
    void a_booking_with_a_defect_is_listed_and_stepped_over() {
        var ids = bookings(20);
        stage.breakJournal(ids.get(3));
        stage.rebuild(0, 1);
        stage.change(ids.get(7), item -> item.put("version", AttributeValue.fromN("9")));

        var answer = stage.rebuild(0, 1);

        assertThat(answer).containsEntry("rows", 20).containsEntry("written", 0);
        assertThat(Json.mapper().valueToTree(answer).path("failed"))
                .hasSize(2)
                .anySatisfy(failed -> {
                    assertThat(failed.path("entity").asText()).isEqualTo(ids.get(3));
                    assertThat(failed.path("error").asText()).contains("cannot be read");
                })
                .anySatisfy(failed -> {
                    assertThat(failed.path("entity").asText()).isEqualTo(ids.get(7));
                    assertThat(failed.path("error").asText()).contains("ahead of its journal");
                });
        assertThat(stage.rows()).hasSize(19);
    }

    @Test
    void an_outage_ends_the_call_which_may_be_repeated() {
        bookings(14);
        var nowhere = stage.function(48, "Nowhere");

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> nowhere.handleRequest(segment(0, 1, null), TestContext.inTime()))
                .withMessageContaining("Nowhere");
        assertThat(stage.lines().of("could not go on rebuilding booking-view"))
                .singleElement()
                .satisfies(line -> assertThat(line.path("commits").asInt()).isEqualTo(32));

        assertThat(stage.rebuild(0, 1)).isEqualTo(done(32, 14, 14));
    }

    @Test
    void a_booking_that_has_awaited_its_confirmation_for_too_long_is_reported() {
        var late = stage.history().placed("ada", "late", 1);
        var placedAt = stage.history().clock().instant();
        stage.history().clock().advance(Duration.ofSeconds(1));
        var confirmed = stage.history().placed("ada", "confirmed", 2);
        stage.history().confirmed(confirmed, null, "49.90");
        stage.history().clock().advance(Duration.ofMinutes(15).minusSeconds(3));
        assertThat(stage.rebuild(0, 1)).containsEntry("late", List.of());

        stage.history().placed("ada", "early", 3);
        stage.history().clock().advance(Duration.ofMillis(1));

        assertThat(stage.rebuild(0, 1))
                .containsEntry(
                        "late",
                        List.of(
                                Map.of(
                                        "entity",
                                        late,
                                        "since",
                                        placedAt.toString(),
                                        "process",
                                        "reservation")));
    }

    @Test
    void a_call_logs_one_line_with_counts_and_without_names() {
        var ids = bookings(14);
        stage.breakJournal(ids.get(3));
        stage.history().clock().advance(Duration.ofHours(1));

        stage.rebuild(0, 1);

        assertThat(stage.lines().all())
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("message").asText())
                            .isEqualTo("rebuilt rows of booking-view");
                    assertThat(line.path("commits").asInt()).isEqualTo(32);
                    assertThat(line.path("rows").asInt()).isEqualTo(14);
                    assertThat(line.path("written").asInt()).isEqualTo(13);
                    assertThat(line.path("failed").asInt()).isEqualTo(1);
                    assertThat(line.path("late").asInt()).isEqualTo(2);
                });
        assertThat(stage.lines().text()).doesNotContain("ada").doesNotContain(ids.get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | \"operation\" is missing: it is one of rebuild, size",
                "{\"operation\":\"Size\"} | \"operation\" is \"Size\": it is one of rebuild, size",
                "{\"operation\":[1]} | \"operation\" is [1]: it is one of rebuild, size",
                "{\"operation\":\"size\",\"segment\":0} | \"size\" takes no \"segment\": it takes operation",
                "{\"operation\":\"rebuild\"} | \"segments\" is missing: it is a whole number from 1 to 1000000",
                "{\"operation\":\"rebuild\",\"segments\":4} | \"segment\" is missing: it is a whole number from 0 to 3",
                "{\"operation\":\"rebuild\",\"segment\":4,\"segments\":4} | \"segment\" is 4: it is a whole number from 0 to 3",
                "{\"operation\":\"rebuild\",\"segment\":-1,\"segments\":4} | \"segment\" is -1: it is a whole number from 0 to 3",
                "{\"operation\":\"rebuild\",\"segment\":\"0\",\"segments\":4} | \"segment\" is \"0\": it is a whole number from 0 to 3",
                "{\"operation\":\"rebuild\",\"segment\":0.0,\"segments\":4} | \"segment\" is 0.0: it is a whole number from 0 to 3",
                "{\"operation\":\"rebuild\",\"segment\":0,\"segments\":0} | \"segments\" is 0: it is a whole number from 1 to 1000000",
                "{\"operation\":\"rebuild\",\"segment\":0,\"segments\":4294967296} | \"segments\" is 4294967296: it is a whole number from 1 to 1000000",
                "{\"operation\":\"rebuild\",\"segment\":0,\"segments\":1,\"afer\":\"x\"} | \"rebuild\" takes no \"afer\": it takes operation, segment, segments, after",
                "{\"operation\":\"rebuild\",\"segment\":0,\"segments\":1,\"after\":\"x\"} | \"after\" is \"x\": it is the \"next\" of a call for segment 0 of 1",
                "{\"operation\":\"rebuild\",\"segment\":0,\"segments\":1,\"after\":7} | \"after\" is 7: it is the \"next\" of a call for segment 0 of 1",
            })
    void a_mistake_is_explained(String event, String mistake) {
        assertThat(call(read(event)))
                .hasSize(1)
                .extractingByKey("mistake")
                .asString()
                .startsWith(mistake);
    }

    @Test
    void a_missing_event_is_a_mistake() {
        assertThat(stage.function(5).handleRequest(null, TestContext.inTime()))
                .containsOnlyKeys("mistake");
    }

    @Test
    void a_cursor_of_another_segment_is_a_mistake() {
        bookings(14);
        var next = stage.function(1).handleRequest(segment(0, 2, null), timeFor(1)).get("next");
        assertThat(next).isNotNull();

        for (var other : List.of(segment(1, 2, next), segment(0, 1, next), segment(0, 3, next)))
            assertThat(call(other)).containsOnlyKeys("mistake");
    }

    @Test
    void a_function_that_lacks_a_table_does_not_start() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        new BookingViewRebuild(
                                Map.of("AWS_REGION", "eu-west-1", "BOOKING_EVENTS_TABLE", "E")))
                .withMessageContaining("BOOKING_VIEW_TABLE");
    }

    private List<String> bookings(int count) {
        return IntStream.range(0, count).mapToObj(stage::booking).toList();
    }

    private Map<String, Object> call(Map<String, Object> event) {
        return stage.function(48).handleRequest(event, TestContext.inTime());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> read(String event) {
        return Json.read(event, Map.class);
    }

    private static int written(Map<String, Object> answer) {
        return answer.get("written") instanceof Integer rows ? rows : -1;
    }

    private static Map<String, Object> done(int commits, int bookings, int written) {
        return Map.of(
                "commits", commits,
                "rows", bookings,
                "written", written,
                "failed", List.of(),
                "late", List.of());
    }
}
