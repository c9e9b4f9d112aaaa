package dev.millrace.functions.queries;

import dev.millrace.eventsourcing.lambda.SampleEvents;
import dev.millrace.eventsourcing.lambda.SampleEventsContract;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.provider.Arguments;

/// The samples ask for the two bookings of the stream's samples.
class BookingQueriesSamplesTest extends SampleEventsContract {
    static List<Arguments> expected() {
        return table(
                """
                get                              200 bookingId,clientId,concertId,seats,tickets,\
                currency,status,placedAt,confirmedAt,expiresAt,paymentId,version
                get-no-such-id                   404 NOT_FOUND
                get-another-clients-booking      404 NOT_FOUND
                history                          200 events
                history-another-clients-booking  404 NOT_FOUND
                list                             200 bookings
                list-next-page                   200 bookings
                list-bad-cursor                  400 INVALID_FIELD cursor
                list-bad-limit                   400 INVALID_FIELD limit
                """);
    }

    @RegisterExtension private final Counter counter = new Counter();

    BookingQueriesSamplesTest() {
        super("BookingQueries");
    }

    @BeforeEach
    void bookings() {
        var stream = SampleEvents.of("BookingView");
        counter.journaled(stream.items("two-bookings-interleaved"));
        counter.journaled(stream.items("settled"));
    }

    @Override
    protected String result(String sample) {
        var answer = counter.answer(samples.json(sample));
        return answer.status() < 300
                ? "200 " + String.join(",", (Iterable<String>) answer.body()::fieldNames)
                : answer.problem();
    }
}
