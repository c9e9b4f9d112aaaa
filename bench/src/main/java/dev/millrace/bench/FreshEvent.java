package dev.millrace.bench;

import dev.millrace.eventsourcing.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/// A sample event whose ids are new each time it is sent. With the same ids again, a function only
/// finds that it has handled the event.
record FreshEvent(String sample) {
    /// The first event of each function, in the folder `events`.
    private static final Map<String, String> SAMPLES =
            Map.ofEntries(
                    Map.entry("BookingCommands", "place"),
                    Map.entry("BookingExpiry", "sweep"),
                    Map.entry("BookingProcess", "placed"),
                    Map.entry("BookingQueries", "list"),
                    Map.entry("BookingView", "placed"),
                    Map.entry("BookingViewRebuild", "size"),
                    Map.entry("Concerts", "put"),
                    Map.entry("Notifications", "settled"),
                    Map.entry("PaymentProcess", "paid"),
                    Map.entry("ProcessOperations", "parked"),
                    Map.entry("ProcessTimers", "sweep"));

    /// The ids of the entity or the message in an event.
    private static final Pattern ID =
            Pattern.compile(
                    "(\"(?:requestId|idempotency-key|bookingId|paymentId|concertId)\" *: *\"|Booking#)[^\"]+");

    /// @param function its logical id in template.yaml
    static FreshEvent of(String function) throws IOException {
        return new FreshEvent(Files.readString(file(function)));
    }

    static Path file(String function) throws IOException {
        var sample = SAMPLES.get(function);
        if (sample == null) throw new IOException("no event is known for " + function);
        return Project.file("events/%s/%s.json".formatted(function, sample));
    }

    /// The event with new ids.
    String next() {
        var id = Ids.of("bench", UUID.randomUUID().toString());
        return ID.matcher(sample).replaceAll("$1" + id);
    }
}
