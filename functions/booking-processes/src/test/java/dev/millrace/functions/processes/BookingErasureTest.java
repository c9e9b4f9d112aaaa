package dev.millrace.functions.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.lambda.StreamBatch;
import dev.millrace.eventsourcing.lambda.TestContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Erases bookings of a client with the functions of the service.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BookingErasureTest {
    @RegisterExtension private final Backstage backstage = new Backstage();

    @Test
    void of_an_erased_settled_booking_payment_ids_and_seats_stay_and_no_personal_data() {
        var booking = settled();
        assertThat(everything()).contains("ada", "bob");

        assertThat(erase(booking)).containsEntry("outcome", "ERASED");

        assertThat(everything()).doesNotContain("ada", "bob", "request").contains("p1", "APPLIED");
        assertThat(backstage.commits(booking)).hasSize(4).allMatch(Commit::isErased);
        assertThat(backstage.records(booking))
                .allSatisfy(item -> assertThat(item).containsOnlyKeys("pk", "seq", "erased"));
        assertThat(backstage.freeSeats()).doesNotContain(1);
        assertThat(backstage.operate(Map.of("operation", "erased")).toString())
                .contains("type=Booking", "entity=" + booking);
        assertThat(backstage.operate(Map.of("operation", "entities-of", "client", "ada")))
                .containsEntry("entities", List.of());
    }

    @Test
    void redelivered_records_hold_no_seats_and_free_none() {
        var booking = settled();
        var records = backstage.records(booking);
        erase(booking);
        var after = everything();
        var free = backstage.freeSeats();

        for (var record : records) {
            assertThat(backstage.deliver(StreamBatch.ofItems(List.of(record)))).isEmpty();
        }

        assertThat(everything()).isEqualTo(after);
        assertThat(backstage.freeSeats()).isEqualTo(free);
    }

    @Test
    void a_redelivered_payment_is_not_refunded_and_another_one_is() {
        var booking = settled();
        erase(booking);
        var published = backstage.published().size();

        backstage.pay(booking, "p1", "49.90");
        assertThat(backstage.published()).hasSize(published);
        backstage.pay(booking, "p2", "49.90");

        assertThat(backstage.published()).hasSize(published + 1);
        assertThat(backstage.published().getLast().detail()).contains("p2", "ALREADY_SETTLED");
    }

    @Test
    void a_payment_for_an_erased_booking_that_had_none_is_refunded_as_for_an_unknown_one() {
        var booking = cancelled();
        erase(booking);
        var published = backstage.published().size();

        backstage.pay(booking, "p1", "49.90");
        backstage.history().clock().advance(Duration.ofMinutes(11));
        backstage.timers().run(TestContext.inTime());

        assertThat(backstage.published()).hasSize(published + 1);
        assertThat(backstage.published().getLast().detail()).contains("p1", "UNKNOWN_BOOKING");
    }

    @Test
    void a_booking_that_is_not_over_is_kept_and_the_answer_says_why() {
        var booking = backstage.confirmed();

        assertThat(erase(booking))
                .containsEntry("outcome", "NEEDED")
                .hasEntrySatisfying(
                        "tasks",
                        tasks ->
                                assertThat(tasks.toString())
                                        .contains("it is CONFIRMED")
                                        .contains(
                                                "reminder "
                                                        + booking
                                                        + " has a timer at 2026-03-01T15:"));
        assertThat(backstage.commits(booking)).hasSize(2).noneMatch(Commit::isErased);
        assertThat(backstage.items("Erased")).isEmpty();
    }

    @Test
    void a_cancelled_booking_is_kept_until_its_seats_are_free() {
        var booking = backstage.confirmed();
        backstage.history().cancelled(booking, "ada", "I, Ada, am ill");

        assertThat(erase(booking).toString()).contains("its seats are not free yet");
        backstage.deliver(booking, 3);
        project(booking);

        assertThat(erase(booking)).containsEntry("outcome", "ERASED");
        assertThat(everything()).doesNotContain("ada", "Ada");
    }

    @Test
    void all_bookings_of_a_client_are_found_until_they_are_erased() {
        var one = cancelled();
        var other = backstage.history().placed("ada", "2", 2);
        backstage.deliver(other, 1);
        project(other);

        assertThat(ofAda())
                .containsExactlyInAnyOrder(
                        Map.of("type", "Booking", "entity", one),
                        Map.of("type", "Booking", "entity", other));
        erase(one);

        assertThat(ofAda()).containsExactly(Map.of("type", "Booking", "entity", other));
    }

    @SuppressWarnings("unchecked") // as the function answers
    private List<Map<String, String>> ofAda() {
        var answer = backstage.operate(Map.of("operation", "entities-of", "client", "ada"));
        return (List<Map<String, String>>) Objects.requireNonNull(answer.get("entities"));
    }

    @Test
    void a_wrong_after_is_a_mistake() {
        for (var operation : List.of("entities-of", "erased")) {
            var request = new HashMap<String, Object>(Map.of("operation", operation));
            request.put("after", "no cursor");
            if (operation.equals("entities-of")) request.put("client", "ada");

            assertThat(backstage.operate(request)).containsOnlyKeys("mistake");
        }
    }

    @Test
    void the_trace_of_an_erased_booking_says_when() {
        var booking = settled();
        erase(booking);

        var trace = backstage.operate(Map.of("operation", "trace", "entity", booking));

        assertThat(trace).containsEntry("status", "ERASED");
        assertThat(trace.toString())
                .contains("It was erased at 2026-03-01T", "with 3 commits")
                .doesNotContain("ada", "bob");
    }

    /// The restore takes all tables back to before the erasure, except the list of erased bookings.
    @Test
    void after_a_restore_a_listed_booking_can_be_erased_again() {
        var booking = settled();
        var backup = new HashMap<String, List<Map<String, AttributeValue>>>();
        for (var table : List.of("Events", "BookingView", "Processes", "Seats")) {
            backup.put(table, backstage.items(table));
        }
        erase(booking);
        var erased = everything();

        backup.forEach((table, items) -> {
            backstage.breakdowns().clear(table);
            items.forEach(item -> backstage.put(table, item));
        });
        assertThat(everything()).contains("ada", "bob");
        assertThat(backstage.operate(Map.of("operation", "erased")).toString()).contains(booking);
        assertThat(erase(booking)).containsEntry("outcome", "ERASED");

        assertThat(everything()).isEqualTo(erased);
    }

    @Test
    void an_erased_booking_is_not_fed_to_any_process() {
        var booking = settled();
        erase(booking);

        for (var process : backstage.processNames()) {
            assertThat(
                            backstage.operate(
                                    Map.of(
                                            "operation", "from-journal",
                                            "process", process,
                                            "entity", booking)))
                    .containsEntry("mistake", "Booking#" + booking + " was erased");
        }
    }

    private Map<String, Object> erase(String booking) {
        return backstage.operate(Map.of("operation", "erase", "entity", booking));
    }

    private String settled() {
        var booking = backstage.confirmed();
        backstage.pay(booking, "p1", "49.90");
        backstage.deliver(booking, 3);
        project(booking);
        return booking;
    }

    private String cancelled() {
        var booking = backstage.confirmed();
        backstage.history().cancelled(booking, "ada", "I, Ada, am ill");
        backstage.deliver(booking, 3);
        project(booking);
        return booking;
    }

    private void project(String booking) {
        backstage.operate(
                Map.of("operation", "from-journal", "process", "booking-view", "entity", booking));
    }

    private String everything() {
        var all = new StringBuilder();
        for (var table : List.of("Events", "BookingView", "Processes", "Seats", "Erased")) {
            all.append(table).append(' ').append(backstage.items(table)).append('\n');
        }
        return all.toString();
    }
}
