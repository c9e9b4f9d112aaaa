package dev.millrace.ticketing;

import static dev.millrace.ticketing.Hall.CONCERT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.Seat;
import dev.millrace.booking.Seats.HoldAnswer;
import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.booking.Seats.HoldAnswer.Rejected;
import dev.millrace.booking.Seats.HoldAnswer.Released;
import dev.millrace.eventsourcing.Outage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/// Random histories of few bookings and few seats, so that the bookings conflict all the time.
@DisplayNameGeneration(ReplaceUnderscores.class)
class HistoryTest {
    private static final int SEATS = 6;
    private static final int BOOKINGS = 12;

    private final Hall hall = Hall.withSeats(SEATS);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_held_seat_belongs_to_the_one_booking_whose_answer_says_so(long seed) {
        var random = new Random(seed);
        var answers = new HashMap<String, HoldAnswer>();
        var kinds = new HashMap<Class<?>, Integer>();
        for (var step = 0; step < 150; step++) {
            disturb(random);
            var booking = booking(random);
            if (random.nextInt(4) == 0) {
                tolerant(() -> release(booking));
            } else {
                var answer = tolerant(() -> hall.boxOffice.hold(booking, CONCERT, some(random)));
                answer.forEach(given -> believe(booking, answers.put(booking, given), given));
                answer.forEach(given -> kinds.merge(given.getClass(), 1, Integer::sum));
            }
            assertBalanced();
        }
        assertThat(kinds).containsOnlyKeys(Held.class, Rejected.class, Released.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void seats_and_reservations_agree_after_many_concurrent_clients(long seed)
            throws InterruptedException {
        var clients =
                IntStream.range(0, 6)
                        .<Callable<Void>>mapToObj(i -> client(seed * 100 + i))
                        .toList();
        try (var threads = Executors.newFixedThreadPool(clients.size())) {
            threads.invokeAll(clients).forEach(Future::resultNow);
        }
        assertBalanced();
    }

    private Callable<Void> client(long seed) {
        return () -> {
            var random = new Random(seed);
            for (var step = 0; step < 60; step++) {
                var booking = booking(random);
                if (random.nextInt(3) == 0) {
                    hall.boxOffice.release(booking);
                } else {
                    tolerant(() -> hall.boxOffice.hold(booking, CONCERT, some(random)));
                }
            }
            return null;
        };
    }

    /// Asserts that an answer does not change, except that a hold may become a release.
    private static void believe(String booking, @Nullable HoldAnswer before, HoldAnswer now) {
        switch (before) {
            case null -> {}
            case Held held -> assertThat(now).as(booking).isIn(held, new Released());
            case Rejected rejected -> assertThat(now).as(booking).isEqualTo(rejected);
            case Released released -> assertThat(now).as(booking).isEqualTo(released);
        }
    }

    /// Asserts that the held seats are exactly those of the HELD reservations, each of only one.
    private void assertBalanced() {
        var held = new TreeMap<String, String>();
        for (var i = 0; i < BOOKINGS; i++) {
            var booking = "b" + i;
            for (var reservation : hall.items("Booking#" + booking)) {
                if (ReservationItem.answer(reservation) instanceof Held(var tickets, _)) {
                    for (var ticket : tickets.tickets()) {
                        var place =
                                String.format(
                                        Locale.ROOT, "Seat#00001#%05d", ticket.seat().number());
                        assertThat(held.put(place, booking)).as(place).isNull();
                    }
                }
            }
        }
        assertThat(hall.holders()).isEqualTo(held);
        assertThat(hall.items("Concert#" + CONCERT)).hasSize(SEATS + 1);
    }

    /// Makes the next call lose its answer, meet a conflict, or run after another booking's call.
    private void disturb(Random random) {
        switch (random.nextInt(8)) {
            case 0 -> hall.dynamoDb.loseAnswer(TransactWriteItemsRequest.class);
            case 1 -> hall.dynamoDb.loseAnswer(PutItemRequest.class);
            case 2 ->
                    hall.dynamoDb.fail(
                            TransactWriteItemsRequest.class,
                            1 + random.nextInt(3),
                            TransactionConflictException.builder().build());
            case 3 -> hall.dynamoDb.before(TransactWriteItemsRequest.class, somebody(random));
            case 4 -> hall.dynamoDb.before(PutItemRequest.class, somebody(random));
            case 5 -> hall.dynamoDb.before(BatchGetItemRequest.class, somebody(random));
            default -> {}
        }
    }

    private Runnable somebody(Random random) {
        var booking = booking(random);
        var seats = some(random);
        return random.nextBoolean()
                ? () -> hall.boxOffice.release(booking)
                : () -> hall.boxOffice.hold(booking, CONCERT, seats);
    }

    private HoldAnswer release(String booking) {
        hall.boxOffice.release(booking);
        return new Released();
    }

    private static <T> List<T> tolerant(Callable<T> call) {
        try {
            return List.of(call.call());
        } catch (Outage injected) {
            return List.of();
        } catch (Exception defect) {
            throw new AssertionError(defect);
        }
    }

    private static String booking(Random random) {
        return "b" + random.nextInt(BOOKINGS);
    }

    private static List<Seat> some(Random random) {
        var numbers = new ArrayList<>(IntStream.rangeClosed(1, SEATS).boxed().toList());
        Collections.shuffle(numbers, random);
        return numbers.stream()
                .limit(1 + random.nextInt(3))
                .map(number -> new Seat(1, number))
                .toList();
    }
}
