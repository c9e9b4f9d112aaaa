package dev.millrace.local.store;

import static software.amazon.dynamodb.services.exceptions.AmazonServiceExceptionType.PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.dynamodb.services.exceptions.AWSExceptionFactory;

/// The tables whose outage is simulated. Only a request over the endpoint is rejected: what the
/// local cloud itself keeps, and the streams it reads, go on.
public final class Throttles {
    private final Set<Throttle> throttles = ConcurrentHashMap.newKeySet();

    /// One table's outage; it ends when it is closed.
    public final class Throttle implements AutoCloseable {
        private final String table;

        private Throttle(String table) {
            this.table = table;
        }

        @Override
        public void close() {
            throttles.remove(this);
        }
    }

    /// Throttles a table, by its name, until its last throttle is closed.
    public Throttle begin(String table) {
        var throttle = new Throttle(table);
        throttles.add(throttle);
        return throttle;
    }

    /// Rejects a request that touches a throttled table, in DynamoDB's own words.
    void reject(Collection<String> tables) {
        if (throttles.stream().anyMatch(throttle -> tables.contains(throttle.table))) {
            throw AWSExceptionFactory.buildAWSException(PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION);
        }
    }
}
