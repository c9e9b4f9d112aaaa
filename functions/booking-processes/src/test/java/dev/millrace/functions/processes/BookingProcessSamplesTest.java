package dev.millrace.functions.processes;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import dev.millrace.eventsourcing.lambda.SampleEventsContract;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.provider.Arguments;

/// The last event of the booking, the seats that are free, the records that failed, and the commits
/// that are parked.
class BookingProcessSamplesTest extends SampleEventsContract {
    private static final String CONCERT = "winterreise-2026";

    static List<Arguments> expected() {
        return table(
                """
                placed                         BookingConfirmed [3, 4] []
                delivered-twice                BookingCancelled [1, 2, 3, 4] []
                cancelled                      BookingCancelled [1, 2, 3, 4] []
                expired                        BookingExpired [1, 2, 3, 4] []
                two-bookings-interleaved       BookingConfirmed [3, 4] []
                malformed-item-between-others  BookingConfirmed [3, 4] [] Booking#ft38hlr5stblg6t15v36/1
                unknown-event-type             BookingPlaced [1, 2, 3, 4] [] Booking#ft38hlr5stblg6t15v36/1
                removed-by-hand                BookingPlaced [1, 2, 3, 4] []
                """);
    }

    /// The samples of a booking that already holds its seats. Of two bookings in a batch, either
    /// may be handled first.
    private static final Set<String> HELD_BEFORE =
            Set.of("cancelled", "expired", "two-bookings-interleaved");

    /// The samples whose commits no function writes in this test.
    private static final Set<String> JOURNALED = Set.of("cancelled", "expired", "delivered-twice");

    @RegisterExtension private final Backstage stage = new Backstage();

    BookingProcessSamplesTest() {
        super("BookingProcess");
    }

    @BeforeEach
    void concert() {
        stage.onSale(CONCERT);
        stage.journaled(samples.items("placed"));
    }

    @Override
    protected String result(String sample) {
        if (HELD_BEFORE.contains(sample)) deliver("placed");
        if (JOURNALED.contains(sample)) stage.journaled(samples.items(sample));

        var failed = deliver(sample);

        var last = stage.commits("pfo0inre7beidg253fn3").getLast().events().getLast();
        return "%s %s %s %s"
                .formatted(
                        last.getClass().getSimpleName(),
                        stage.freeSeats(CONCERT),
                        failed,
                        String.join(" ", stage.parked()));
    }

    private List<String> deliver(String sample) {
        return stage.deliver(samples.read(sample, DynamodbEvent.class));
    }
}
