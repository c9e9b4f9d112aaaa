package dev.millrace.functions.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.booking.BookingEvent.BookingConfirmed;
import dev.millrace.booking.BookingEvent.BookingDenied;
import dev.millrace.booking.BookingEvent.BookingSettled;
import dev.millrace.booking.Seat;
import dev.millrace.booking.Seats;
import dev.millrace.booking.dynamodb.BookingHistory;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.lambda.StreamBatch;
import dev.millrace.eventsourcing.lambda.TestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The journal's stream leads to held or free seats and to commands.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BookingProcessTest {
    @RegisterExtension private final Backstage stage = new Backstage();

    @Test
    void a_booking_that_is_placed_gets_its_seats_and_a_deadline() {
        var id = stage.history().placed("ada", "1", 1, 2);

        assertThat(stage.deliver(id, 1)).isEmpty();

        assertThat(stage.freeSeats()).containsExactly(3, 4);
        var confirmed = stage.commits(id).getLast();
        var deadline = stage.history().clock().instant().plus(Backstage.HOLD);
        assertThat(confirmed.events())
                .containsExactly(
                        new BookingConfirmed(BookingHistory.tickets("49.90", "49.90"), deadline));
        assertThat(confirmed.by()).isEqualTo("reservation ConfirmBooking");
        assertThat(confirmed.correlationId()).isEqualTo("request " + id);
        assertThat(confirmed.causationId()).isEqualTo(id + "/1/0");
    }

    @Test
    void a_booking_whose_seat_is_taken_or_unknown_is_denied() {
        var history = stage.history();
        stage.deliver(history.placed("ada", "1", 1, 2), 1);
        var late = history.placed("bob", "late", 2, 3);
        var wrong = history.placed("bob", "wrong", 99);

        stage.deliver(late, 1);
        stage.deliver(wrong, 1);

        assertThat(stage.commits(late).getLast().events())
                .singleElement()
                .isInstanceOf(BookingDenied.class);
        assertThat(stage.commits(wrong).getLast().events())
                .singleElement()
                .isInstanceOf(BookingDenied.class);
        assertThat(stage.freeSeats()).containsExactly(3, 4);
    }

    @Test
    void confirming_costs_one_put_in_the_journal_and_no_read_of_it() {
        var id = stage.history().placed("ada", "1", 1);
        var batch = StreamBatch.ofItems(stage.records(id));
        var process = stage.reservation(new GrantedSeats());
        stage.meter().reset();

        process.handleRequest(batch, TestContext.inTime());

        assertThat(stage.meter().calls())
                .containsExactly(
                        "putItem", // the confirmation
                        "batchGetItem"); // the instances of payment and reminder
        assertThat(stage.commits(id)).hasSize(2);
    }

    @Test
    void seats_are_free_again_when_a_booking_is_cancelled_or_expired() {
        var history = stage.history();
        var cancelled = history.placed("ada", "1", 1);
        var expired = history.placed("ada", "2", 2);
        stage.deliver(cancelled, 1);
        stage.deliver(expired, 1);
        history.cancelled(cancelled, "ada", null);
        history.clock().advance(Duration.ofDays(1));
        history.expired(expired);
        assertThat(stage.freeSeats()).containsExactly(3, 4);

        stage.deliver(cancelled, 3);
        stage.deliver(expired, 3);

        assertThat(stage.freeSeats()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void a_booking_that_was_cancelled_before_its_hold_keeps_no_seat() {
        var id = stage.history().placed("ada", "1", 1);
        stage.history().cancelled(id, "ada", null);

        assertThat(stage.deliver(id, 2)).isEmpty();
        assertThat(stage.deliver(id, 1)).isEmpty();

        assertThat(stage.freeSeats()).containsExactly(1, 2, 3, 4);
        assertThat(stage.commits(id)).hasSize(2);
    }

    @Test
    void a_hold_after_the_cancellation_is_released() {
        var id = stage.history().placed("ada", "1", 1);
        stage.history().cancelled(id, "ada", null);

        assertThat(stage.deliver(id, 1)).isEmpty();

        assertThat(stage.freeSeats()).containsExactly(1, 2, 3, 4);
    }

    /// Delivers every record of five complete bookings twice more, days later, in random order, to
    /// cold and warm functions.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_record_that_is_delivered_again_days_later_changes_nothing(long seed) {
        var records = wholeLives();
        stage.history().clock().advance(Duration.ofDays(30));
        var before = stage.everything();
        var random = new Random(seed);
        var warm = stage.reservation();
        var again = new ArrayList<>(records);
        again.addAll(records);
        Collections.shuffle(again, random);

        for (var from = 0; from < again.size(); ) {
            var to = Math.min(again.size(), from + 1 + random.nextInt(4));
            var batch = StreamBatch.ofItems(again.subList(from, to));
            var process = random.nextBoolean() ? warm : stage.reservation();
            assertThat(StreamBatch.failures(process.handleRequest(batch, TestContext.inTime())))
                    .isEmpty();
            from = to;
        }

        assertThat(stage.everything()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void a_record_that_fails_is_delivered_again_and_others_go_on() {
        var bad = stage.history().placed("ada", "bad", 1);
        var good = stage.history().placed("bob", "good", 2);
        var records = List.of(stage.record(bad, 1), stage.record(good, 1));
        var process = stage.reservation(new SeatsAwayFor(bad));

        var response = process.handleRequest(StreamBatch.ofItems(records), TestContext.inTime());

        assertThat(StreamBatch.failures(response)).containsExactly("98");
        assertThat(stage.commits(bad)).hasSize(1);
        assertThat(stage.commits(good)).hasSize(2);
        assertThat(stage.deliver(bad, 1)).isEmpty();
        assertThat(stage.commits(bad)).hasSize(2);
    }

    @Test
    void an_unreadable_commit_is_parked_and_handled_once_it_is_readable() {
        var good = stage.history().placed("bob", "good", 2);
        var broken = new HashMap<>(stage.record(good, 1));
        broken.put("pk", AttributeValue.fromS("Booking#broken"));
        broken.put("events", AttributeValue.fromS("[{\"type\":\"BookingTeleported\",\"v\":1}]"));

        stage.journaled(List.of(broken));
        assertThat(stage.deliver(StreamBatch.ofItems(List.of(broken, stage.record(good, 1)))))
                .isEmpty();
        assertThat(stage.commits(good)).hasSize(2);
        assertThat(stage.parked()).containsExactly("Booking#broken/1");

        var mended = new HashMap<>(stage.record(good, 1));
        mended.put("pk", AttributeValue.fromS("Booking#broken"));
        stage.journaled(List.of(mended));
        stage.history().clock().advance(Duration.ofMinutes(1));
        stage.timers().run(TestContext.inTime());

        assertThat(stage.commits("broken")).hasSize(2);
        assertThat(stage.parked()).isEmpty();
    }

    @Test
    void an_unreadable_instance_stops_only_its_own_booking() {
        var bad = stage.history().placed("ada", "bad", 1);
        var good = stage.history().placed("bob", "good", 2);
        stage.client()
                .putItem(put ->
                        put.tableName("Processes")
                                .item(
                                        Map.of(
                                                "pk", AttributeValue.fromS("payment#" + bad),
                                                "version", AttributeValue.fromN("1"),
                                                "state", AttributeValue.fromS("{newer}"))));

        assertThat(stage.deliver(StreamBatch.ofItems(stage.records(bad, good)))).isEmpty();

        assertThat(stage.commits(bad)).hasSize(2);
        assertThat(stage.commits(good)).hasSize(2);
        assertThat(stage.parked()).containsExactly("Booking#" + bad + "/1");
    }

    @Test
    void every_log_line_of_a_step_has_its_booking_and_its_causes() {
        var id = stage.history().placed("ada", "1", 1);

        stage.deliver(id, 1);

        assertThat(stage.lines().all())
                .allSatisfy(line -> {
                    assertThat(line.path("correlation_id").asText()).isEqualTo("request " + id);
                    assertThat(line.path("causation_id").asText()).isEqualTo(id + "/1/0");
                    assertThat(line.path("entity").asText()).isEqualTo("Booking#" + id);
                    assertThat(line.path("function").asText()).isEqualTo("function-under-test");
                    assertThat(line.path("duration_ms").isNumber()).isTrue();
                })
                .extracting(line ->
                        "%s %s %s %s"
                                .formatted(
                                        line.path("message").asText(),
                                        line.path("process").asText(),
                                        line.path("command").asText(),
                                        line.path("outcome").asText()))
                .containsExactly(
                        "command reservation ConfirmBooking ACCEPTED",
                        "step reservation  DONE",
                        "step announcement  DONE",
                        "step payment  DONE",
                        "step reminder  DONE",
                        "handled booking-stream  DONE");
    }

    @Test
    void a_step_that_fails_is_logged_with_its_correlation_id() {
        var id = stage.history().placed("ada", "1", 1);
        var batch = StreamBatch.ofItems(stage.records(id));

        stage.reservation(new SeatsAwayFor(id)).handleRequest(batch, TestContext.inTime());

        assertThat(stage.lines().of("a stream record failed; Lambda redelivers it"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("correlation_id").asText()).isEqualTo("request " + id);
                    assertThat(line.path("process").asText()).isEqualTo("booking-stream");
                    assertThat(line.path("entity").asText()).isEqualTo("Booking#" + id);
                    assertThat(line.path("error").asText()).endsWith(": no seats today");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BOOKING_EVENTS_TABLE",
                "PROCESSES_TABLE",
                "SEATS_TABLE",
                "RESERVATION_HOLD",
                "UNKNOWN_BOOKING_WAIT",
                "BUS",
                "BUS_SOURCE"
            })
    void a_function_that_lacks_a_variable_does_not_start(String variable) {
        assertThatIllegalStateException()
                .isThrownBy(() -> new BookingProcess(stage.without(variable)))
                .withMessageContaining(variable + " is not set");
    }

    @Test
    void a_function_with_a_variable_that_is_no_duration_does_not_start() {
        var variables =
                Map.of(
                        "AWS_REGION", "eu-west-1",
                        "SEATS_TABLE", "Seats",
                        "RESERVATION_HOLD", "six hours");
        assertThatIllegalStateException()
                .isThrownBy(() -> new BookingProcess(variables))
                .withMessageContaining("six hours");
    }

    private List<Map<String, AttributeValue>> wholeLives() {
        var history = stage.history();
        var settled = history.placed("ada", "settled", 1);
        var expired = history.placed("ada", "expired", 2);
        var cancelled = history.placed("ada", "cancelled", 3);
        var early = history.placed("ada", "early", 4);
        history.cancelled(early, "ada", null);
        for (var id : List.of(settled, expired, cancelled, early)) stage.deliver(id, 1);
        history.paid(settled, "payment", "49.90");
        history.cancelled(cancelled, "ada", null);
        history.clock().advance(Duration.ofDays(1));
        history.expired(expired);
        var denied = history.placed("bob", "denied", 1);
        stage.deliver(denied, 1);
        var ids = List.of(settled, expired, cancelled, early, denied);
        for (var id : ids)
            for (var seq = 2; seq <= stage.records(id).size(); seq++) stage.deliver(id, seq);
        assertThat(stage.freeSeats()).containsExactly(2, 3, 4);
        assertThat(stage.commits(settled).stream().map(Commit::events).toList().getLast())
                .contains(new BookingSettled());
        return ids.stream().flatMap(id -> stage.records(id).stream()).toList();
    }

    /// Seats without DynamoDB calls, so that the test measures only the other tables.
    private static final class GrantedSeats implements Seats {
        @Override
        public HoldAnswer hold(String bookingId, String concertId, List<Seat> seats) {
            return new HoldAnswer.Held(
                    BookingHistory.tickets("49.90"), BookingHistory.BEGINNING.plus(Backstage.HOLD));
        }

        @Override
        public void release(String bookingId) {
            throw new IllegalStateException("no release is expected");
        }

        @Override
        public @Nullable HoldAnswer answer(String bookingId) {
            throw new IllegalStateException("no trace is expected");
        }
    }

    private final class SeatsAwayFor implements Seats {
        private final String booking;

        SeatsAwayFor(String booking) {
            this.booking = booking;
        }

        @Override
        public HoldAnswer hold(String bookingId, String concertId, List<Seat> seats) {
            if (bookingId.equals(booking)) throw new Outage("no seats today", null);
            return stage.boxOffice().hold(bookingId, concertId, seats);
        }

        @Override
        public void release(String bookingId) {
            stage.boxOffice().release(bookingId);
        }

        @Override
        public @Nullable HoldAnswer answer(String bookingId) {
            return stage.boxOffice().answer(bookingId);
        }
    }
}
