package dev.millrace.functions.concerts;

import dev.millrace.booking.Seat;
import dev.millrace.eventsourcing.lambda.HttpAnswer;
import dev.millrace.eventsourcing.lambda.HttpCall;
import dev.millrace.eventsourcing.lambda.HttpRoutes.Route;
import dev.millrace.eventsourcing.lambda.Problem;
import dev.millrace.ticketing.Concerts;
import dev.millrace.ticketing.Concerts.PutAnswer.Created;
import dev.millrace.ticketing.Concerts.PutAnswer.OtherCurrency;
import dev.millrace.ticketing.Concerts.PutAnswer.SeatsHeld;
import dev.millrace.ticketing.Concerts.PutAnswer.Updated;
import dev.millrace.ticketing.PricedSeat;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Puts a concert's seats up for sale; for admins.
final class PutConcertRoute implements Route {
    private static final int MOST_SEATS = 1_000;
    private static final int MOST_ROWS_AND_NUMBERS = 10_000;
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern PRICE = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,4})?");

    private final Concerts concerts;

    PutConcertRoute(Concerts concerts) {
        this.concerts = concerts;
    }

    record Request(String currency, List<Offer> seats) {
        record Offer(int row, int number, String price) {}
    }

    record Answer(String concertId, String currency, int seats) {}

    @Override
    public HttpAnswer answer(HttpCall call) {
        call.require("admin");
        var concertId = call.path("concertId");
        if (!ConcertId.isOne(concertId)) {
            throw Problem.invalid("concertId", "concertId has 1 to 100 characters.");
        }
        var request = call.body(Request.class);
        var seats = seats(request);
        var answer = new Answer(concertId, request.currency(), seats.size());
        return switch (concerts.put(concertId, request.currency(), seats)) {
            case Created() -> HttpAnswer.json(201, answer);
            case Updated() -> HttpAnswer.json(200, answer);
            case SeatsHeld(var held) -> throw seatsHeld(held);
            case OtherCurrency(var standing) ->
                    throw new Problem(
                            409,
                            "OTHER_CURRENCY",
                            "The concert sells in " + standing + ", and that stays.",
                            "currency");
        };
    }

    private static List<PricedSeat> seats(Request request) {
        if (!CURRENCY.matcher(request.currency()).matches()) {
            throw Problem.invalid("currency", "currency is three capital letters, such as EUR.");
        }
        var offers = request.seats();
        if (offers.isEmpty()) throw Problem.invalid("seats", "A concert needs at least one seat.");
        if (offers.size() > MOST_SEATS) {
            throw Problem.invalid(
                    "seats", "One call takes at most 1,000 seats: send the others after it.");
        }
        var seats = new ArrayList<PricedSeat>();
        var named = new HashSet<Seat>();
        for (var index = 0; index < offers.size(); index++) {
            var offer = offers.get(index);
            var at = "seats[" + index + "]";
            var seat =
                    new Seat(
                            within(at + ".row", offer.row()),
                            within(at + ".number", offer.number()));
            if (!named.add(seat)) {
                throw new Problem(422, "DUPLICATE_SEATS", "%s is named twice.".formatted(seat), at);
            }
            seats.add(new PricedSeat(seat, price(at + ".price", offer.price())));
        }
        return seats;
    }

    private static int within(String field, int value) {
        if (value >= 1 && value <= MOST_ROWS_AND_NUMBERS) return value;
        throw Problem.invalid(field, field + " is a whole number from 1 to 10,000.");
    }

    private static BigDecimal price(String field, String price) {
        if (PRICE.matcher(price).matches()) return new BigDecimal(price);
        throw Problem.invalid(field, field + " is a decimal in text, such as \"49.90\".");
    }

    private static Problem seatsHeld(List<Seat> held) {
        var named = held.stream().map(Seat::toString).collect(Collectors.joining(", "));
        return new Problem(
                        409,
                        "SEATS_HELD",
                        "Left as they were, because they are held: %s. The others are written."
                                .formatted(named),
                        "seats")
                .with("seats", held);
    }
}
