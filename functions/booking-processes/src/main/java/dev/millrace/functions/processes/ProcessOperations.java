package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.BookingRow;
import dev.millrace.booking.dynamodb.BookingTable;
import dev.millrace.booking.dynamodb.Cursor;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.EntitiesOfClient;
import dev.millrace.eventsourcing.lambda.host.OperationsFunction;
import dev.millrace.eventsourcing.process.Service;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lambda function for the requests of operators: trace, redrive, skip, erase and others.
public final class ProcessOperations extends OperationsFunction {
    public ProcessOperations() {
        this(System.getenv());
    }

    public ProcessOperations(Map<String, String> variables) {
        this(Platform.of(variables));
    }

    public ProcessOperations(Platform platform) {
        this(platform, BookingService.on(platform));
    }

    ProcessOperations(Platform platform, Service service) {
        super(
                BookingService.countingRefunds(platform),
                service,
                (client, after) -> ofClient(platform, client, after));
    }

    private static EntitiesOfClient.Page ofClient(
            Platform platform, String client, @Nullable String after) {
        var bookings =
                new BookingTable(platform.clients().dynamoDb(), platform.table(BookingRow.VIEW));
        var page = bookings.idsByClient(client, after == null ? null : Cursor.parse(after));
        var ids = page.bookingIds().stream().map(id -> new EntityRef(BOOKING.name(), id)).toList();
        return new EntitiesOfClient.Page(ids, page.next() == null ? null : page.next().text());
    }
}
