package dev.millrace.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.LocalCloud;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What the bus of a local cloud carried of the bookings, as it was heard.
public final class BusLog {
    private final List<Told> told = new CopyOnWriteArrayList<>();

    /// A public event.
    public record Told(Instant at, String type, JsonNode detail) {
        boolean isOf(String bookingId) {
            return detail.path("bookingId").asText().equals(bookingId);
        }
    }

    public BusLog(LocalCloud cloud, InstantSource clock) {
        cloud.onBusEvent(event -> {
            if (!event.path("source").asText().equals("bookings")) return;
            var type = event.path("detail-type").asText();
            told.add(new Told(clock.instant(), type, event.path("detail")));
        });
    }

    public List<Told> of(String bookingId) {
        return told.stream().filter(one -> one.isOf(bookingId)).toList();
    }

    public boolean told(String bookingId, String type) {
        return of(bookingId).stream().anyMatch(one -> one.type().equals(type));
    }
}
