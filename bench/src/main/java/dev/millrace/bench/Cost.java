package dev.millrace.bench;

import dev.millrace.eventsourcing.dynamodb.Meter;
import java.time.Duration;

/// The cost of a piece of work: its calls of DynamoDB, the units that AWS bills for them, and the
/// time on DynamoDB Local in this JVM.
record Cost(int calls, double writes, double reads, Duration time) {
    /// A piece of work.
    interface Work {
        void run() throws Exception;
    }

    static Cost of(Meter meter, Work work) throws Exception {
        meter.reset();
        var began = System.nanoTime();
        work.run();
        var time = Duration.ofNanos(System.nanoTime() - began);
        return new Cost(meter.calls().size(), meter.writes(), meter.reads(), time);
    }

    double millis() {
        return Numbers.millis(time);
    }
}
