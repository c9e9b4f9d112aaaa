package dev.millrace.functions.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.lambda.SampleEvents;
import dev.millrace.eventsourcing.lambda.StreamBatch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An operator's requests for a booking whose seats cannot be held, because its concert is broken.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProcessOperationsTest {
    private static final SampleEvents SAMPLES = SampleEvents.of("ProcessOperations");

    @RegisterExtension private final Backstage stage = new Backstage();

    private String booking = "";
    private String parkedAt = "";

    @BeforeEach
    void a_booking_that_cannot_be_confirmed() {
        stage.breakdowns().breakSeats();
        booking = stage.history().placed("ada", "1", 1);
        parkedAt = "Booking#" + booking + "/1";
        assertThat(stage.deliver(booking, 1)).isEmpty();
        assertThat(stage.commits(booking)).hasSize(1);
    }

    @Test
    void parked_work_is_listed_with_its_error() {
        var answer = stage.operate(Map.of("operation", "parked"));

        assertThat(list(answer, "parked"))
                .singleElement()
                .satisfies(one ->
                        assertThat(one)
                                .containsEntry("process", "reservation")
                                .containsEntry("instance", parkedAt)
                                .containsEntry("what", parkedAt)
                                .doesNotContainKey("effect")
                                .containsEntry("attempts", 3)
                                .containsEntry(
                                        "since", stage.history().clock().instant().toString())
                                .containsKeys("error", "next"));
        assertThat(answer).containsEntry("more", false);
        assertThat(list(answer, "failedInputs"))
                .containsExactly(Map.of("process", "payment", "triedAgain", 0, "givenUp", 0));
    }

    @Test
    void a_command_that_fails_is_listed_by_name_and_id() {
        stage.breakdowns().mendSeats();
        var paid = stage.history().placed("ada", "2", 2);
        GoldenStories.pay(stage, paid, "payment-1", "49.90");
        stage.deliver(paid, 1);
        stage.breakdowns().breakDown("Events", true);
        stage.deliver(StreamBatch.ofItems(stage.records(paid).subList(1, 2)));

        var answer = stage.operate(Map.of("operation", "parked", "process", "payment"));
        var redriven =
                stage.operate(
                        Map.of("operation", "redrive", "process", "payment", "instance", paid));

        assertThat(list(answer, "parked"))
                .singleElement()
                .satisfies(one ->
                        assertThat(one)
                                .containsEntry("instance", paid)
                                .containsEntry("effect", "ReceivePayment to Booking " + paid)
                                .extractingByKey("what")
                                .asString()
                                .matches("[a-z0-9]{20}"));
        assertThat(redriven.get("parked"))
                .asString()
                .contains("effect=ReceivePayment to Booking " + paid);
    }

    @Test
    void a_row_that_cannot_be_read_hides_no_other() {
        var pk = "reservation#" + parkedAt;
        stage.breakdowns().spoilInstance(pk, "key");

        var answer = stage.operate(Map.of("operation", "parked"));

        assertThat(list(answer, "parked")).isEmpty();
        assertThat(answer.get("unreadable")).asString().contains(pk);
    }

    @Test
    void a_redrive_before_the_repair_leaves_it_parked() {
        var answer = redrive();

        assertThat(answer).containsEntry("outcome", "STILL_PARKED");
        assertThat(answer.get("parked")).asString().contains(parkedAt).contains("attempts=6");
    }

    @Test
    void a_redrive_after_the_repair_confirms_the_booking() {
        stage.breakdowns().mendSeats();

        assertThat(redrive()).isEqualTo(Map.of("outcome", "DONE"));
        assertThat(redrive()).isEqualTo(Map.of("outcome", "NOT_PARKED"));
        assertThat(stage.commits(booking)).hasSize(2);
        assertThat(stage.freeSeats()).containsExactly(2, 3, 4);
        assertThat(stage.parked()).isEmpty();
    }

    @Test
    void a_skip_drops_the_commit_and_is_logged() {
        var skip =
                Map.<String, Object>of(
                        "operation", "skip",
                        "process", "reservation",
                        "instance", parkedAt,
                        "what", parkedAt,
                        "reason", "the concert was called off");

        assertThat(stage.operate(skip)).isEqualTo(Map.of("outcome", "DONE"));

        stage.breakdowns().mendSeats();
        assertThat(redrive()).isEqualTo(Map.of("outcome", "NOT_PARKED"));
        assertThat(stage.commits(booking)).hasSize(1);
        assertThat(stage.lines().of("skipped"))
                .singleElement()
                .satisfies(line ->
                        assertThat(line.path("reason").asText())
                                .isEqualTo("the concert was called off"));
        assertThat(stage.operate(skip)).isEqualTo(Map.of("outcome", "NOT_PARKED"));
    }

    @Test
    void a_skip_of_something_else_is_a_mistake() {
        var answer =
                stage.operate(
                        Map.of(
                                "operation", "skip",
                                "process", "reservation",
                                "instance", parkedAt,
                                "what", "something else",
                                "reason", "a slip"));

        assertThat(mistake(answer)).contains(parkedAt, "not at something else");
        assertThat(stage.parked()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reservation", "booking-stream"})
    void from_the_journal_a_process_handles_a_commit_that_the_stream_lost(String process) {
        stage.breakdowns().mendSeats();
        var lost = stage.history().placed("bob", "lost", 2);

        var answer =
                stage.operate(
                        Map.of("operation", "from-journal", "process", process, "entity", lost));

        assertThat(answer).isEqualTo(Map.of("commits", 1));
        assertThat(stage.commits(lost)).hasSize(2);
    }

    @Test
    void from_the_journal_a_commit_that_parks_again_is_reported() {
        var answer =
                stage.operate(
                        Map.of(
                                "operation", "from-journal",
                                "process", "reservation",
                                "entity", booking));

        assertThat(answer).containsEntry("commits", 1);
        assertThat(answer.get("parked")).asString().contains(parkedAt);
    }

    @Test
    void from_the_journal_the_view_gets_its_row() {
        stage.operate(
                Map.of("operation", "from-journal", "process", "booking-view", "entity", booking));

        assertThat(stage.rows().load(booking)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "malformed-no-operation",
                "malformed-unknown-process",
                "malformed-no-reason",
                "malformed-unknown-booking",
                "malformed-trace-unknown-booking",
                "malformed-instance-not-text"
            })
    void a_wrong_request_is_explained_and_nothing_is_done(String sample) {
        assertThat(mistake(stage.operate(SAMPLES.map(sample)))).isNotBlank();
        assertThat(stage.parked()).hasSize(1);
    }

    @Test
    void every_sample_is_fed() {
        stage.journaled(SampleEvents.of("BookingProcess").items("placed"));
        for (var sample : SAMPLES.names()) {
            assertThat(stage.operate(SAMPLES.map(sample)).containsKey("mistake"))
                    .as(sample)
                    .isEqualTo(sample.startsWith("malformed"));
        }
    }

    private Map<String, Object> redrive() {
        return stage.operate(
                Map.of("operation", "redrive", "process", "reservation", "instance", parkedAt));
    }

    private static String mistake(Map<String, Object> answer) {
        return String.valueOf(answer.getOrDefault("mistake", ""));
    }

    @SuppressWarnings("unchecked") // as the function answers it
    private static List<Map<String, Object>> list(Map<String, Object> answer, String field) {
        return (List<Map<String, Object>>) answer.getOrDefault(field, List.of());
    }
}
