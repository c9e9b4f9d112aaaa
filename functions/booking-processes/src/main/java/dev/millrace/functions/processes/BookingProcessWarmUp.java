package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.BookingEvent.BookingConfirmed;
import dev.millrace.booking.dynamodb.FakeBooking;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.lambda.snapstart.FakeAws;
import dev.millrace.eventsourcing.lambda.snapstart.FakeEvents;
import dev.millrace.eventsourcing.lambda.snapstart.WarmUp;
import dev.millrace.ticketing.ConcertCatalog;
import dev.millrace.ticketing.PricedSeat;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

/// Places a booking, which the reservation confirms. The stream then delivers the confirmation,
/// too.
final class BookingProcessWarmUp implements WarmUp {
    private final FakeAws aws;
    private final BookingProcess process;

    BookingProcessWarmUp(FakeAws aws) {
        var platform = aws.platform();
        this.aws = aws;
        this.process = new BookingProcess(platform);
        new ConcertCatalog(
                        aws.dynamoDb(),
                        platform.environment().required("SEATS_TABLE"),
                        platform.backoff("seats"),
                        platform.runtime().threads())
                .put(
                        FakeBooking.CONCERT,
                        "EUR",
                        List.of(new PricedSeat(FakeBooking.SEAT, BigDecimal.TEN)));
    }

    @Override
    public void play(String id) throws IOException {
        var journal = aws.platform().journal(BOOKING);
        new FakeBooking(journal, id).place();
        seen(id);
        seen(id);
        var last = journal.read(id, 1).getLast().events().getLast();
        WarmUp.check(last instanceof BookingConfirmed, last.toString());
    }

    private void seen(String id) throws IOException {
        var commits = FakeEvents.commits(aws, new EntityRef(BOOKING.name(), id));
        WarmUp.handle(process, commits);
    }
}
