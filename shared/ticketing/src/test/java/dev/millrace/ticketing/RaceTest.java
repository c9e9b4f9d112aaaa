package dev.millrace.ticketing;

import static dev.millrace.ticketing.Hall.CONCERT;
import static dev.millrace.ticketing.Hall.seats;
import static dev.millrace.ticketing.Hall.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.booking.Seats.HoldAnswer;
import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.booking.Seats.HoldAnswer.Rejected;
import dev.millrace.booking.Seats.HoldAnswer.Released;
import dev.millrace.eventsourcing.Outage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/// Other calls run between the steps of a hold or a release, or at the same time.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RaceTest {
    private final Hall hall = Hall.withSeats(4);

    @Nested
    class WhenAnAnswerIsLost {

        @Test
        void a_hold_that_was_granted_is_still_answered_as_granted() {
            var deadline = hall.clock.instant().plus(Hall.HOLD);
            hall.dynamoDb.loseAnswer(TransactWriteItemsRequest.class);
            assertThatExceptionOfType(Outage.class)
                    .isThrownBy(() -> hall.boxOffice.hold("b1", CONCERT, seats(1)));
            hall.clock.advance(Duration.ofHours(1));

            assertThat(hall.boxOffice.hold("b1", CONCERT, seats(1)))
                    .isInstanceOfSatisfying(
                            Held.class, held -> assertThat(held.deadline()).isEqualTo(deadline));
        }

        @Test
        void a_rejection_that_was_written_is_still_the_answer() {
            hall.boxOffice.hold("b1", CONCERT, seats(1));
            hall.dynamoDb.loseAnswer(PutItemRequest.class);
            assertThatExceptionOfType(Outage.class)
                    .isThrownBy(() -> hall.boxOffice.hold("b2", CONCERT, seats(1)));
            hall.boxOffice.release("b1");

            assertThat(hall.boxOffice.hold("b2", CONCERT, seats(1))).isInstanceOf(Rejected.class);
        }

        @Test
        void a_release_that_was_written_is_not_repeated() {
            hall.boxOffice.hold("b1", CONCERT, seats(1));
            hall.dynamoDb.loseAnswer(TransactWriteItemsRequest.class);
            assertThatExceptionOfType(Outage.class).isThrownBy(() -> hall.boxOffice.release("b1"));
            hall.boxOffice.hold("b2", CONCERT, seats(1));

            hall.boxOffice.release("b1");

            assertThat(hall.holders()).isEqualTo(Map.of("Seat#00001#00001", "b2"));
        }
    }

    @Nested
    class WhenTheSameBookingIsAtWork {

        @Test
        void a_hold_gets_the_answer_of_a_concurrent_hold_of_the_same_booking() {
            hall.dynamoDb.before(
                    TransactWriteItemsRequest.class,
                    () -> hall.boxOffice.hold("b1", CONCERT, seats(1, 2)));

            var answer = hall.boxOffice.hold("b1", CONCERT, seats(1, 2));

            assertThat(answer).isInstanceOf(Held.class);
            assertThat(hall.boxOffice.hold("b1", CONCERT, seats(1, 2))).isEqualTo(answer);
            assertThat(hall.pauses).isEmpty();
        }

        @Test
        void a_hold_gets_the_rejection_of_a_concurrent_hold_even_if_the_seat_is_free_again() {
            hall.dynamoDb.before(
                    TransactWriteItemsRequest.class,
                    () -> {
                        hall.boxOffice.hold("b2", CONCERT, seats(1));
                        hall.boxOffice.hold("b1", CONCERT, seats(1));
                        hall.boxOffice.release("b2");
                    });

            assertThat(hall.boxOffice.hold("b1", CONCERT, seats(1)))
                    .isEqualTo(new Rejected("already taken: row 1 seat 1"));
            assertThat(hall.holders()).isEmpty();
        }

        @Test
        void a_booking_is_not_rejected_for_seats_that_it_holds_itself() {
            hall.boxOffice.hold("b1", CONCERT, seats(1));
            hall.dynamoDb.<BatchGetItemResponse>next(
                    BatchGetItemRequest.class, real -> withoutReservation(real.get()));

            assertThat(hall.boxOffice.hold("b1", CONCERT, seats(1))).isInstanceOf(Held.class);
            assertThat(hall.answerKept("b1")).isEqualTo("HELD");
        }

        private BatchGetItemResponse withoutReservation(BatchGetItemResponse answer) {
            var seats =
                    answer.responses().getOrDefault(hall.table, List.of()).stream()
                            .filter(item -> !item.containsKey("answer"))
                            .toList();
            return answer.copy(torn -> torn.responses(Map.of(hall.table, seats)));
        }

        @Test
        void a_release_before_the_transaction_of_the_hold_wins() {
            hall.dynamoDb.before(
                    TransactWriteItemsRequest.class, () -> hall.boxOffice.release("b1"));

            assertThat(hall.boxOffice.hold("b1", CONCERT, seats(1))).isEqualTo(new Released());
            assertThat(hall.holders()).isEmpty();
        }

        @Test
        void a_release_before_the_rejection_is_written_wins() {
            hall.boxOffice.hold("b2", CONCERT, seats(1));
            hall.dynamoDb.before(PutItemRequest.class, () -> hall.boxOffice.release("b1"));

            assertThat(hall.boxOffice.hold("b1", CONCERT, seats(1))).isEqualTo(new Released());
        }

        @Test
        void a_hold_between_the_read_and_the_write_of_a_release_is_freed() {
            hall.dynamoDb.before(
                    PutItemRequest.class, () -> hall.boxOffice.hold("b1", CONCERT, seats(1)));

            hall.boxOffice.release("b1");

            assertThat(hall.holders()).isEmpty();
            assertThat(hall.answerKept("b1")).isEqualTo("RELEASED");
        }

        @Test
        void a_release_does_not_free_the_seat_of_a_booking_that_holds_it_since() {
            hall.boxOffice.hold("b1", CONCERT, seats(1));
            hall.dynamoDb.before(
                    TransactWriteItemsRequest.class,
                    () -> {
                        hall.boxOffice.release("b1");
                        hall.boxOffice.hold("b2", CONCERT, seats(1));
                    });

            hall.boxOffice.release("b1");

            assertThat(hall.holders()).isEqualTo(Map.of("Seat#00001#00001", "b2"));
        }

        @RepeatedTest(20)
        void concurrent_holds_and_releases_leave_nothing_held() {
            atOnce(
                    List.of(
                            () -> hall.boxOffice.hold("b1", CONCERT, seats(1, 2)),
                            () -> release("b1"),
                            () -> hall.boxOffice.hold("b1", CONCERT, seats(1, 2)),
                            () -> release("b1")));

            assertThat(hall.holders()).isEmpty();
            assertThat(hall.answerKept("b1")).isEqualTo("RELEASED");
        }

        private HoldAnswer release(String booking) {
            hall.boxOffice.release(booking);
            return new Released();
        }
    }

    @Nested
    class WhenOthersWantTheSameSeats {

        @Test
        void a_seat_taken_after_the_read_is_a_rejection() {
            hall.dynamoDb.before(
                    TransactWriteItemsRequest.class,
                    () -> hall.boxOffice.hold("b2", CONCERT, seats(2)));

            assertThat(hall.boxOffice.hold("b1", CONCERT, seats(1, 2)))
                    .isEqualTo(new Rejected("already taken: row 1 seat 2"));
            assertThat(hall.holders()).isEqualTo(Map.of("Seat#00001#00002", "b2"));
        }

        @Test
        void a_price_changed_after_the_read_is_the_price_of_the_ticket() {
            hall.dynamoDb.before(
                    TransactWriteItemsRequest.class,
                    () -> hall.concerts.put(CONCERT, "EUR", List.of(Hall.priced(1, 2, "60.00"))));

            assertThat(hall.boxOffice.hold("b1", CONCERT, seats(1, 2)))
                    .isInstanceOfSatisfying(
                            Held.class,
                            held ->
                                    assertThat(held.tickets().tickets())
                                            .containsExactly(
                                                    ticket(1, "49.90"), ticket(2, "60.00")));
        }

        @RepeatedTest(20)
        void exactly_one_of_two_clients_gets_the_seat() {
            var answers =
                    atOnce(
                            List.of(
                                    () -> hall.boxOffice.hold("b1", CONCERT, seats(1)),
                                    () -> hall.boxOffice.hold("b2", CONCERT, seats(1))));

            assertThat(answers).filteredOn(Held.class::isInstance).hasSize(1);
            assertThat(answers).filteredOn(Rejected.class::isInstance).hasSize(1);
            assertThat(hall.holders()).hasSize(1);
        }

        @RepeatedTest(20)
        void bookings_that_overlap_in_any_order_never_share_a_seat() {
            var wanted = List.of(seats(1, 2, 3), seats(3, 2), seats(2, 1), seats(4, 3), seats(4));
            var answers =
                    atOnce(
                            IntStream.range(0, wanted.size())
                                    .<Callable<HoldAnswer>>mapToObj(i ->
                                            () ->
                                                    hall.boxOffice.hold(
                                                            "b" + i, CONCERT, wanted.get(i)))
                                    .toList());

            var sold =
                    answers.stream()
                            .filter(Held.class::isInstance)
                            .flatMap(answer -> ((Held) answer).tickets().tickets().stream())
                            .toList();
            assertThat(sold).doesNotHaveDuplicates().hasSize(hall.holders().size()).isNotEmpty();
        }
    }

    @Test
    void a_release_of_a_seat_that_another_booking_holds_is_a_defect() {
        hall.boxOffice.hold("b1", CONCERT, seats(1, 2));
        hall.tamper(1, "somebody");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> hall.boxOffice.release("b1"))
                .withMessageContaining("b1");
        assertThat(hall.holders()).hasSize(2);
    }

    private static <T> List<T> atOnce(List<? extends Callable<T>> clients) {
        try (var threads = Executors.newCachedThreadPool()) {
            return threads.invokeAll(clients).stream().map(Future::resultNow).toList();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
