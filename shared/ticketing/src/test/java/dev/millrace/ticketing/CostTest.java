package dev.millrace.ticketing;

import static dev.millrace.ticketing.Hall.CONCERT;
import static dev.millrace.ticketing.Hall.seats;
import static dev.millrace.ticketing.Hall.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.booking.Tickets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/// The calls, items and capacity units in the documentation of [BoxOffice] and [ConcertCatalog].
@DisplayNameGeneration(ReplaceUnderscores.class)
class CostTest {
    private final Hall hall = Hall.withSeats(10);

    @Nested
    class OfTheBoxOffice {

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 10})
        void of_the_life_of_a_hold(int n) {
            var wanted = seats(IntStream.rangeClosed(1, n).toArray());

            hall.boxOffice.hold("b1", CONCERT, wanted);
            took(
                    (n + 1) + 2 * (n + 1),
                    "BatchGetItem of " + (n + 1),
                    "TransactWriteItems of " + (n + 1));

            hall.boxOffice.hold("b1", CONCERT, wanted);
            took(n + 1, "BatchGetItem of " + (n + 1));

            hall.boxOffice.hold("b2", CONCERT, wanted);
            took((n + 1) + 1, "BatchGetItem of " + (n + 1), "PutItem");

            hall.boxOffice.release("b2");
            took(1, "GetItem");

            hall.boxOffice.release("b1");
            took(1 + 2 * (n + 1), "GetItem", "TransactWriteItems of " + (n + 1));

            hall.boxOffice.release("b1");
            took(1, "GetItem");
        }

        @Test
        void of_a_release_before_its_hold() {
            hall.boxOffice.release("b1");
            took(1 + 1, "GetItem", "PutItem");

            hall.boxOffice.hold("b1", CONCERT, seats(1, 2));
            took(3, "BatchGetItem of 3");
        }

        @Test
        void of_seats_of_an_unknown_concert() {
            hall.boxOffice.hold("b1", "nowhere", seats(1, 2));
            took(3 + 1 + 1, "BatchGetItem of 3", "GetItem", "PutItem");
        }

        @Test
        void of_a_hold_that_loses_a_seat_after_the_read() {
            hall.dynamoDb.before(
                    TransactWriteItemsRequest.class,
                    () -> {
                        hall.boxOffice.hold("b2", CONCERT, seats(2));
                        hall.dynamoDb.bill();
                    });

            hall.boxOffice.hold("b1", CONCERT, seats(1, 2));
            took(3 + 1, "BatchGetItem of 3", "PutItem");
        }

        @Test
        void of_the_largest_reservation_which_is_one_unit() {
            var tickets = Stream.generate(() -> ticket(99_999, "99999.99")).limit(10).toList();
            var held = new Held(new Tickets(tickets, "EUR"), hall.clock.instant());
            var id = "x".repeat(100);

            hall.dynamoDb.putItem(
                    put -> put.tableName(hall.table).item(ReservationItem.held(id, id, held)));

            assertThat(hall.dynamoDb.bill().units()).isEqualTo(1);
        }
    }

    @Nested
    class OfAConcertOf1000Seats {

        @BeforeEach
        void put_it() {
            hall.concerts.put("mass", "EUR", Hall.row(1, 1000, "49.90"));
            var bill = hall.dynamoDb.bill();
            assertThat(bill.calls()).startsWith("Query", "PutItem").hasSize(1 + 1 + 1000);
            assertThat(bill.units()).isEqualTo(1 + 1 + 1000);
        }

        @Test
        void putting_the_same_again_only_reads() {
            hall.concerts.put("mass", "EUR", Hall.row(1, 1000, "49.90"));
            took(13, "Query");
        }

        @Test
        void one_more_seat_or_another_price_is_one_write() {
            hall.concerts.put("mass", "EUR", Hall.row(1, 1001, "49.90"));
            took(13 + 1, "Query", "PutItem");
        }

        @Test
        void finding_it_is_one_query_at_half_the_price() {
            hall.concerts.find("mass");
            took(6.5, "Query");
        }
    }

    private void took(double units, String... calls) {
        var bill = hall.dynamoDb.bill();
        assertThat(bill.calls()).containsExactly(calls);
        assertThat(bill.units()).isEqualTo(units);
    }
}
