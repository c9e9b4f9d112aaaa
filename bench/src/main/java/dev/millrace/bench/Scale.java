package dev.millrace.bench;

import java.time.Duration;
import java.util.List;

/// The sizes of the benchmarks.
///
/// @param pairs how often two things are measured in turn, and how often one is repeated
/// @param commands of all callers in one round of the throughput
/// @param profiled the calls of one caller in the profile of the throughput
/// @param histories the lengths, in commits
/// @param open how many things wait that a sweep does not find due
/// @param due how many things a sweep finds due
/// @param batch the records of a batch
/// @param rows of a rebuild
/// @param payments of one booking
/// @param listed the bookings of one client
/// @param traced the commits of a traced entity
/// @param started the functions whose cold starts are measured; all if it is empty
/// @param jvms how many of [ColdStart.Flags] they are started with
/// @param starts how often each is started
/// @param bookings that are settled in the local cloud
/// @param callers at the same time, in the local cloud and at most in the throughput
/// @param iteration the time of one iteration of JMH
record Scale(
        int pairs,
        int commands,
        int profiled,
        List<Integer> histories,
        int open,
        int due,
        int batch,
        int rows,
        List<Integer> payments,
        int listed,
        int traced,
        List<String> started,
        int jvms,
        int starts,
        int bookings,
        int callers,
        Duration iteration) {
    /// For `--full`.
    static final Scale FULL =
            new Scale(
                    15,
                    4_000,
                    40_000,
                    List.of(10, 100, 1_000, 10_000, 100_000),
                    100_000,
                    1_000,
                    100,
                    10_000,
                    List.of(1, 10, 100),
                    1_000,
                    10_000,
                    List.of(),
                    3,
                    5,
                    2_000,
                    16,
                    Duration.ofMillis(300));

    /// For a few minutes: fewer repetitions, and smaller sizes where the size only takes time.
    static final Scale SHORT =
            new Scale(
                    5,
                    1_600,
                    8_000,
                    List.of(10, 100, 1_000, 10_000),
                    10_000,
                    1_000,
                    100,
                    2_000,
                    List.of(1, 10, 100),
                    1_000,
                    2_000,
                    List.of("BookingCommands", "BookingProcess"),
                    3,
                    3,
                    400,
                    16,
                    Duration.ofMillis(100));

    /// For tests: just enough to show that each benchmark counts correctly.
    static final Scale SMOKE =
            new Scale(
                    1,
                    2,
                    2,
                    List.of(10, 100, 200),
                    20,
                    10,
                    10,
                    10,
                    List.of(1, 2),
                    30,
                    120,
                    List.of("BookingCommands"),
                    1,
                    1,
                    4,
                    2,
                    Duration.ofMillis(1));
}
