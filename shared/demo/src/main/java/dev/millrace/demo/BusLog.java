package dev.millrace.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.LocalCloud;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The public events that the bookings service published on the bus of a local cloud.
public final class BusLog {
    private final List<Published> published = new CopyOnWriteArrayList<>();

    /// A public event.
    ///
    /// @param at when the bus delivered it
    public record Published(Instant at, String type, JsonNode detail) {
        boolean isOf(String bookingId) {
            return detail.path("bookingId").asText().equals(bookingId);
        }
    }

    public BusLog(LocalCloud cloud, InstantSource clock) {
        cloud.onBusEvent(event -> {
            if (!event.path("source").asText().equals("bookings")) return;
            var type = event.path("detail-type").asText();
            published.add(new Published(clock.instant(), type, event.path("detail")));
        });
    }

    /// The events of a booking, in the order of their delivery.
    public List<Published> of(String bookingId) {
        return published.stream().filter(one -> one.isOf(bookingId)).toList();
    }

    /// Whether the service has published an event of this type for the booking.
    public boolean hasPublished(String bookingId, String type) {
        return of(bookingId).stream().anyMatch(one -> one.type().equals(type));
    }
}
