package dev.millrace.booking;

import dev.millrace.eventsourcing.Unreadable;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The confirmed bookings whose deadline is past, as the view knows them: it may lag behind.
public interface DueBookings {

    /// Over how many partitions the bookings are spread. A constant: with fewer, those in the
    /// others would be hidden.
    int SHARDS = 8;

    /// The due bookings of one shard, oldest deadline first, read as the stream is.
    ///
    /// @param unreadable receives each row that cannot be read; the stream has the others
    Stream<Due> due(int shard, Instant now, Consumer<Unreadable> unreadable);

    /// @param deadline since when it is due
    /// @param correlationId of the request that placed it
    record Due(String bookingId, Instant deadline, String correlationId) {}
}
