package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingEvent.BookingConfirmed;
import dev.millrace.booking.dynamodb.RehearsedBooking;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpAws;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpEvents;
import dev.millrace.eventsourcing.lambda.snapstart.Rehearsal;
import dev.millrace.ticketing.Concerts;
import dev.millrace.ticketing.PricedSeat;
import java.math.BigDecimal;
import java.util.List;

/// A booking is placed, and confirmed by what reacts to it; what is said of that comes by the
/// stream as well.
final class BookingProcessRehearsal implements Rehearsal {
    private final Environment environment;
    private final MadeUpAws aws;
    private final BookingProcess process;
    private final Journal<Booking, BookingEvent> journal;

    BookingProcessRehearsal(Environment environment, Runtime runtime) {
        this.environment = environment;
        this.aws = new MadeUpAws(environment);
        this.process = new BookingProcess(environment, runtime, aws);
        this.journal = Ports.journal(environment, aws);
        new Concerts(
                        aws.dynamoDb(),
                        environment.required("SEATS_TABLE"),
                        runtime.backoff(),
                        runtime.threads())
                .put(
                        RehearsedBooking.CONCERT,
                        "EUR",
                        List.of(new PricedSeat(RehearsedBooking.SEAT, BigDecimal.TEN)));
    }

    @Override
    public void play(String id) {
        new RehearsedBooking(journal, id).place();
        seen(id);
        seen(id);
        var last = journal.read(id, 1).getLast().events().getLast();
        Rehearsal.check(last instanceof BookingConfirmed, last.toString());
    }

    private void seen(String id) {
        var commits = MadeUpEvents.commits(aws, new EntityRef(BOOKING.name(), id));
        Rehearsal.check(process.handleRequest(commits, null));
    }

    @Override
    public void read(Clients real) {
        Ports.journal(environment, real).load("nothing");
    }
}
