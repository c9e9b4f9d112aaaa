package dev.millrace.local.store;

import static software.amazon.dynamodb.services.exceptions.AWSExceptionFactory.buildAWSException;
import static software.amazon.dynamodb.services.exceptions.AmazonServiceExceptionType.PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION;
import static software.amazon.dynamodb.services.exceptions.AmazonServiceExceptionType.VALIDATION_EXCEPTION;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Simulates faults of tables. Only requests through the endpoint are rejected. The local cloud's
/// own data and its reads of streams are not affected.
public final class TableFaults {
    private final Set<Fault> faults = ConcurrentHashMap.newKeySet();

    /// How a table fails.
    public enum Kind {
        /// Each read and write is throttled: an outage.
        THROTTLED,
        /// Each write is invalid, also when it is retried: a defect.
        WRITES_INVALID;

        private RuntimeException error() {
            return switch (this) {
                case THROTTLED -> buildAWSException(PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION);
                case WRITES_INVALID ->
                        buildAWSException(
                                VALIDATION_EXCEPTION,
                                "The table is broken on purpose: it rejects writes until it is repaired");
            };
        }
    }

    /// One fault of a table. It ends when it is closed.
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

    /// Makes a table, by its name, fail until its last fault of this kind is closed.
    public Fault begin(String table, Kind kind) {
        var fault = new Fault(table, kind);
        faults.add(fault);
        return fault;
    }

    /// Rejects a read that touches a throttled table, with DynamoDB's own error.
    void rejectRead(Collection<String> tables) {
        reject(tables, Kind.THROTTLED);
    }

    /// Rejects a write that touches a table with any fault, with DynamoDB's own error.
    void rejectWrite(Collection<String> tables) {
        for (var kind : Kind.values()) reject(tables, kind);
    }

    private void reject(Collection<String> tables, Kind kind) {
        if (faults.stream().anyMatch(fault -> fault.kind == kind && tables.contains(fault.table))) {
            throw kind.error();
        }
    }
}
