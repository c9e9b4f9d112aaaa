package dev.millrace.booking.dynamodb;

import dev.millrace.booking.BookingRow;
import dev.millrace.booking.BookingStatus;
import dev.millrace.booking.Seat;
import dev.millrace.booking.Ticket;
import dev.millrace.booking.Tickets;
import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import dev.millrace.eventsourcing.testkit.ViewStoreContract;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class BookingTableTest extends ViewStoreContract<BookingRow> {
    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = dynamoDb();

    EmbeddedDynamoDb dynamoDb() {
        return new EmbeddedDynamoDb();
    }

    private String table = "";

    @BeforeEach
    void table() {
        table = BookingTables.view(dynamoDb);
    }

    @Override
    protected ViewStore<BookingRow> store() {
        return BookingTables.rows(dynamoDb, table);
    }

    /// Has every status in turn, and every nullable field both null and set.
    @Override
    protected BookingRow value(String entityId, long version) {
        var statuses = List.of(BookingStatus.values());
        var confirmed = version % 2 == 0;
        var at = Instant.parse("2026-03-01T12:00:00.123456789Z").plusSeconds(version);
        return new BookingRow(
                entityId,
                "client",
                "concert",
                List.of(new Seat(1, (int) version)),
                statuses.get((int) version % statuses.size()),
                at,
                "correlation",
                confirmed ? tickets() : null,
                confirmed ? at : null,
                confirmed ? at : null,
                version % 4 == 0 ? "payment" : null,
                version % 3 == 0 ? "reason" : null);
    }

    private static Tickets tickets() {
        return new Tickets(
                List.of(
                        new Ticket(new Seat(1, 1), new BigDecimal("49.90")),
                        new Ticket(new Seat(1, 2), new BigDecimal("0.00"))),
                "EUR");
    }
}
