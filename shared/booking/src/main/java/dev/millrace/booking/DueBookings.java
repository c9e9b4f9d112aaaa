package dev.millrace.booking;

import dev.millrace.eventsourcing.Unreadable;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Port to the confirmed bookings whose deadline has passed, according to the view. The view may be
/// behind.
public interface DueBookings {

    /// Number of index partitions that the bookings are spread over. Never lower it: the sweep
    /// would not find the bookings in the removed partitions.
    int SHARDS = 8;

    /// The due bookings of one shard, oldest deadline first. Pages are read as the stream is
    /// consumed.
    ///
    /// @param unreadable receives each row that cannot be read; the stream has the others
    Stream<Due> due(int shard, Instant now, Consumer<Unreadable> unreadable);

    /// @param deadline the instant since which the booking is due
    /// @param correlationId of the request that placed the booking
    record Due(String bookingId, Instant deadline, String correlationId) {}
}
