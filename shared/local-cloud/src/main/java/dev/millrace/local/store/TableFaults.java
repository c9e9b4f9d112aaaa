package dev.millrace.local.store;

import static software.amazon.dynamodb.services.exceptions.AWSExceptionFactory.buildAWSException;
import static software.amazon.dynamodb.services.exceptions.AmazonServiceExceptionType.PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION;
import static software.amazon.dynamodb.services.exceptions.AmazonServiceExceptionType.VALIDATION_EXCEPTION;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The tables whose faults are simulated. Only a request over the endpoint is rejected: what the
/// local cloud itself keeps, and the streams it reads, go on.
public final class TableFaults {
    private final Set<Fault> faults = ConcurrentHashMap.newKeySet();

    /// How a table fails.
    public enum Kind {
        /// Each read and write is throttled: an outage.
        THROTTLED,
        /// Each write is invalid, however often it is made: a defect.
        WRITES_INVALID;

        private RuntimeException error() {
            return switch (this) {
                case THROTTLED -> buildAWSException(PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION);
                case WRITES_INVALID ->
                        buildAWSException(
                                VALIDATION_EXCEPTION,
                                "The table is broken on purpose: it takes no write until it is mended");
            };
        }
    }

    /// One fault of a table; it ends when it is closed.
    public final class Fault implements AutoCloseable {
        private final String table;
        private final Kind kind;

        private Fault(String table, Kind kind) {
            this.table = table;
            this.kind = kind;
        }

        @Override
        public void close() {
            faults.remove(this);
        }
    }

    /// A table, by its name, fails so until its last fault of the kind is closed.
    public Fault begin(String table, Kind kind) {
        var fault = new Fault(table, kind);
        faults.add(fault);
        return fault;
    }

    /// Rejects a read that touches a throttled table, in DynamoDB's own words.
    void rejectRead(Collection<String> tables) {
        reject(tables, Kind.THROTTLED);
    }

    /// Rejects a write that touches a table with any fault, in DynamoDB's own words.
    void rejectWrite(Collection<String> tables) {
        for (var kind : Kind.values()) reject(tables, kind);
    }

    private void reject(Collection<String> tables, Kind kind) {
        if (faults.stream().anyMatch(fault -> fault.kind == kind && tables.contains(fault.table))) {
            throw kind.error();
        }
    }
}
