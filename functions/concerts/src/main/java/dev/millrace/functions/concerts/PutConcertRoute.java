package dev.millrace.functions.concerts;

import static dev.millrace.eventsourcing.lambda.HttpCall.within;
import static java.util.stream.Collectors.joining;

import dev.millrace.booking.Money;
import dev.millrace.booking.Seat;
import dev.millrace.eventsourcing.lambda.HttpAnswer;
import dev.millrace.eventsourcing.lambda.HttpCall;
import dev.millrace.eventsourcing.lambda.HttpRoutes.Route;
import dev.millrace.eventsourcing.lambda.Problem;
import dev.millrace.ticketing.ConcertCatalog;
import dev.millrace.ticketing.ConcertCatalog.PutAnswer.Created;
import dev.millrace.ticketing.ConcertCatalog.PutAnswer.OtherCurrency;
import dev.millrace.ticketing.ConcertCatalog.PutAnswer.SeatsHeld;
import dev.millrace.ticketing.ConcertCatalog.PutAnswer.TooManySeats;
import dev.millrace.ticketing.ConcertCatalog.PutAnswer.Updated;
import dev.millrace.ticketing.PricedSeat;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Puts a concert's seats on sale. Only admins may call it.
record PutConcertRoute(ConcertCatalog concerts) implements Route {
    private static final int MOST_SEATS = 1_000;
    private static final int MOST_ROWS_AND_NUMBERS = 10_000;
    private static final String TOO_MANY =
            String.format(
                    Locale.ROOT, "A concert has at most %,d seats.", ConcertCatalog.MOST_SEATS);
    private static final Pattern PRICE = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,4})?");

    record Request(String currency, List<Offer> seats) {
        record Offer(int row, int number, String price) {}
    }

    record Answer(String concertId, String currency, int seats) {}

    @Override
    public HttpAnswer answer(HttpCall call) {
        call.require("admin");
        var concertId = within("concertId", call.path("concertId"), ConcertId.MOST_CHARACTERS);
        var request = call.body(Request.class);
        var seats = seats(request);
        var answer = new Answer(concertId, request.currency(), seats.size());
        return switch (concerts.put(concertId, request.currency(), seats)) {
            case Created() -> HttpAnswer.json(201, answer);
            case Updated() -> HttpAnswer.json(200, answer);
            case SeatsHeld(var held) -> throw seatsHeld(held);
            case TooManySeats() ->
                    throw new Problem(422, "TOO_MANY_SEATS", TOO_MANY).with("field", "seats");
            case OtherCurrency(var standing) ->
                    throw new Problem(
                                    409,
                                    "OTHER_CURRENCY",
                                    "The concert sells in " + standing + ", which cannot change.")
                            .with("field", "currency");
        };
    }

    private static List<PricedSeat> seats(Request request) {
        var currency = Money.currency(request.currency());
        if (currency == null) {
            throw Problem.invalid("currency", "currency must be an ISO 4217 code, such as EUR.");
        }
        var offers = request.seats();
        if (offers.isEmpty()) throw Problem.invalid("seats", "A concert needs at least one seat.");
        if (offers.size() > MOST_SEATS) {
            throw Problem.invalid(
                    "seats", "A call takes at most 1,000 seats: send more in further calls.");
        }
        var seats = new ArrayList<PricedSeat>();
        var named = new HashSet<Seat>();
        for (var index = 0; index < offers.size(); index++) {
            var offer = offers.get(index);
            var at = "seats[" + index + "]";
            var row = within(at + ".row", offer.row(), MOST_ROWS_AND_NUMBERS);
            var number = within(at + ".number", offer.number(), MOST_ROWS_AND_NUMBERS);
            var seat = new Seat(row, number);
            if (!named.add(seat)) {
                throw new Problem(422, "DUPLICATE_SEATS", seat + " is named twice.")
                        .with("field", at);
            }
            seats.add(new PricedSeat(seat, price(at + ".price", offer.price(), currency)));
        }
        return seats;
    }

    private static BigDecimal price(String field, String price, Currency currency) {
        if (!PRICE.matcher(price).matches()) {
            throw Problem.invalid(field, field + " must be a decimal as text, such as \"49.90\".");
        }
        var amount = new BigDecimal(price);
        if (Money.isPayable(amount, currency)) return amount;
        throw Problem.invalid(
                field, "%s has more decimal places than %s.".formatted(field, currency));
    }

    private static Problem seatsHeld(List<Seat> held) {
        var named = held.stream().map(Seat::toString).collect(joining(", "));
        var left = "These seats are held and keep their prices: " + named;
        return new Problem(409, "SEATS_HELD", left + ". All others are written.")
                .with("field", "seats")
                .with("seats", held);
    }
}
