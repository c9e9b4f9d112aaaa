package dev.millrace.ticketing;

import static dev.millrace.ticketing.Hall.CONCERT;
import static dev.millrace.ticketing.Hall.priced;
import static dev.millrace.ticketing.Hall.seats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.booking.Seat;
import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.Threads;
import dev.millrace.ticketing.ConcertCatalog.PutAnswer;
import dev.millrace.ticketing.ConcertCatalog.PutAnswer.Created;
import dev.millrace.ticketing.ConcertCatalog.PutAnswer.OtherCurrency;
import dev.millrace.ticketing.ConcertCatalog.PutAnswer.SeatsHeld;
import dev.millrace.ticketing.ConcertCatalog.PutAnswer.Updated;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ConcertCatalogTest {
    private final Hall hall = new Hall();

    @Test
    void an_unknown_concert_is_not_found() {
        assertThat(hall.concerts.find("nowhere")).isEmpty();
    }

    @Test
    void a_new_concert_is_created_and_found_with_its_seats_by_row_and_number() {
        assertThat(put("CHF", priced(10, 2, "5"), priced(2, 11, "7.50"), priced(2, 9, "0")))
                .isEqualTo(new Created());

        assertThat(hall.concerts.find(CONCERT))
                .contains(
                        new Concert(
                                CONCERT,
                                "CHF",
                                List.of(
                                        place(2, 9, "0", true),
                                        place(2, 11, "7.50", true),
                                        place(10, 2, "5", true))));
    }

    @Test
    void a_concert_may_have_no_seats_yet() {
        assertThat(put("EUR")).isEqualTo(new Created());

        assertThat(hall.concerts.find(CONCERT)).contains(new Concert(CONCERT, "EUR", List.of()));
    }

    @Test
    void a_held_seat_is_shown_as_not_available_until_it_is_released() {
        put("EUR", priced(1, 1, "5"));
        hall.boxOffice.hold("b1", CONCERT, seats(1));
        assertThat(shown()).containsExactly(place(1, 1, "5", false));

        hall.boxOffice.release("b1");
        assertThat(shown()).containsExactly(place(1, 1, "5", true));
    }

    @Test
    void putting_the_same_again_changes_nothing() {
        put("EUR", priced(1, 1, "5"), priced(1, 2, "6"));

        assertThat(put("EUR", priced(1, 1, "5"), priced(1, 2, "6"))).isEqualTo(new Updated());
        assertThat(shown()).containsExactly(place(1, 1, "5", true), place(1, 2, "6", true));
    }

    @Test
    void more_seats_are_added_and_the_others_stay() {
        put("EUR", priced(1, 1, "5"));

        assertThat(put("EUR", priced(1, 2, "6"))).isEqualTo(new Updated());
        assertThat(shown()).containsExactly(place(1, 1, "5", true), place(1, 2, "6", true));
    }

    @Test
    void a_free_seat_gets_another_price() {
        put("EUR", priced(1, 1, "5"));

        assertThat(put("EUR", priced(1, 1, "4"))).isEqualTo(new Updated());
        assertThat(shown()).containsExactly(place(1, 1, "4", true));
    }

    @Test
    void held_seats_keep_their_price_and_are_named_while_the_others_are_written() {
        put("EUR", priced(1, 1, "5"), priced(1, 2, "5"), priced(1, 3, "5"));
        hall.boxOffice.hold("b1", CONCERT, seats(3, 1));

        assertThat(
                        put(
                                "EUR",
                                priced(1, 3, "9"),
                                priced(1, 2, "9"),
                                priced(1, 1, "9"),
                                priced(1, 4, "9")))
                .isEqualTo(new SeatsHeld(seats(1, 3)));
        assertThat(shown())
                .containsExactly(
                        place(1, 1, "5", false),
                        place(1, 2, "9", true),
                        place(1, 3, "5", false),
                        place(1, 4, "9", true));
        assertThat(hall.holders()).hasSize(2);
    }

    @Test
    void the_same_amount_for_a_held_seat_is_no_conflict() {
        put("EUR", priced(1, 1, "5.00"));
        hall.boxOffice.hold("b1", CONCERT, seats(1));

        assertThat(put("EUR", priced(1, 1, "5.0"))).isEqualTo(new Updated());
        assertThat(shown()).containsExactly(place(1, 1, "5.00", false));
    }

    @Test
    void a_seat_that_is_held_just_before_it_is_written_is_left_and_named() {
        put("EUR", priced(1, 1, "5"));
        hall.dynamoDb.before(
                PutItemRequest.class, () -> hall.boxOffice.hold("b1", CONCERT, seats(1)));

        assertThat(put("EUR", priced(1, 1, "9"))).isEqualTo(new SeatsHeld(seats(1)));
        assertThat(shown()).containsExactly(place(1, 1, "5", false));
        assertThat(hall.holders()).hasSize(1);
    }

    @Test
    void a_seat_that_is_held_at_the_price_asked_for_just_before_it_is_written_is_no_conflict() {
        put("EUR", priced(1, 1, "5"));
        hall.dynamoDb.before(
                PutItemRequest.class,
                () -> {
                    put("EUR", priced(1, 1, "9"));
                    hall.boxOffice.hold("b1", CONCERT, seats(1));
                });

        assertThat(put("EUR", priced(1, 1, "9.00"))).isEqualTo(new Updated());
        assertThat(hall.holders()).hasSize(1);
    }

    @Test
    void a_concert_keeps_its_currency_and_a_put_in_another_writes_nothing() {
        put("EUR", priced(1, 1, "5"));

        assertThat(put("USD", priced(1, 1, "6"), priced(1, 2, "6")))
                .isEqualTo(new OtherCurrency("EUR"));
        assertThat(hall.concerts.find(CONCERT))
                .contains(new Concert(CONCERT, "EUR", List.of(place(1, 1, "5", true))));
    }

    @Test
    void of_two_calls_that_create_a_concert_in_different_currencies_the_second_is_rejected() {
        hall.dynamoDb.before(PutItemRequest.class, () -> put("EUR", priced(1, 1, "5")));

        assertThat(put("USD", priced(1, 2, "6"))).isEqualTo(new OtherCurrency("EUR"));
        assertThat(shown()).containsExactly(place(1, 1, "5", true));
    }

    @Test
    void of_two_calls_that_create_a_concert_in_one_currency_the_second_updates_it() {
        hall.dynamoDb.before(PutItemRequest.class, () -> put("EUR", priced(1, 1, "5")));

        assertThat(put("EUR", priced(1, 2, "6"))).isEqualTo(new Updated());
        assertThat(shown()).hasSize(2);
    }

    @Test
    void a_put_that_failed_midway_is_completed_by_putting_the_same_again() {
        put("EUR");
        hall.dynamoDb.fail(
                PutItemRequest.class,
                1,
                SdkClientException.create("connection reset", new java.io.IOException()));
        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> hall.concerts.put(CONCERT, "EUR", Hall.row(1, 200, "5")));

        assertThat(hall.concerts.put(CONCERT, "EUR", Hall.row(1, 200, "5")))
                .isEqualTo(new Updated());
        assertThat(shown()).hasSize(200);
    }

    @Test
    void after_the_first_write_that_fails_no_other_is_made() {
        put("EUR");
        hall.dynamoDb.bill();
        var oneAtATime =
                new ConcertCatalog(
                        hall.dynamoDb,
                        hall.table,
                        hall.pauses::add,
                        _ -> Threads.virtual().open(1));
        hall.dynamoDb.fail(
                PutItemRequest.class,
                1,
                SdkClientException.create("connection reset", new java.io.IOException()));

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> oneAtATime.put(CONCERT, "EUR", Hall.row(1, 200, "5")))
                .withMessageContaining("connection reset");
        assertThat(hall.dynamoDb.bill().calls()).containsExactly("Query", "PutItem");
    }

    @Test
    void a_thousand_seats_are_read_in_order_over_many_pages() {
        assertThat(hall.concerts.put(CONCERT, "EUR", Hall.row(1, 1000, "49.90")))
                .isEqualTo(new Created());
        hall.dynamoDb.limitQueriesTo(300);

        assertThat(shown())
                .extracting(Concert.Place::seat)
                .isEqualTo(Hall.row(1, 1000, "0").stream().map(PricedSeat::seat).toList());
        assertThat(hall.concerts.put(CONCERT, "EUR", Hall.row(1, 1000, "49.90")))
                .isEqualTo(new Updated());
        assertThat(hall.dynamoDb.bill().calls().stream().filter("Query"::equals))
                .hasSize(1 + 4 + 4);
    }

    @RepeatedTest(10)
    void a_seat_held_while_prices_are_raised_keeps_the_price_on_its_ticket()
            throws InterruptedException {
        hall.concerts.put(CONCERT, "EUR", Hall.row(1, 32, "5"));
        List<Callable<Object>> both =
                List.of(
                        () -> hall.boxOffice.hold("b1", CONCERT, seats(1, 2, 3, 4)),
                        () -> hall.concerts.put(CONCERT, "EUR", Hall.row(1, 32, "9")),
                        () -> hall.boxOffice.hold("b2", CONCERT, seats(5, 6, 7, 8)));
        try (var threads = Executors.newCachedThreadPool()) {
            threads.invokeAll(both).forEach(Future::resultNow);
        }

        for (var booking : List.of("b1", "b2")) {
            var held = (Held) hall.boxOffice.hold(booking, CONCERT, seats(1));
            held.tickets()
                    .tickets()
                    .forEach(ticket ->
                            assertThat(shown())
                                    .contains(
                                            new Concert.Place(
                                                    ticket.seat(), ticket.price(), false)));
        }
    }

    @Test
    void seats_that_no_concert_can_have_are_a_defect() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> put("EUR", priced(1, 1, "5"), priced(1, 1, "6")));
        assertThatIllegalArgumentException().isThrownBy(() -> priced(-1, 1, "5"));
        assertThatIllegalArgumentException().isThrownBy(() -> priced(1, 100_000, "5"));
        assertThatIllegalArgumentException().isThrownBy(() -> priced(1, 1, "-0.01"));
    }

    private PutAnswer put(String currency, PricedSeat... seats) {
        return hall.concerts.put(CONCERT, currency, List.of(seats));
    }

    private List<Concert.Place> shown() {
        return hall.concerts.find(CONCERT).orElseThrow().seats();
    }

    private static Concert.Place place(int row, int number, String price, boolean available) {
        return new Concert.Place(new Seat(row, number), new BigDecimal(price), available);
    }
}
