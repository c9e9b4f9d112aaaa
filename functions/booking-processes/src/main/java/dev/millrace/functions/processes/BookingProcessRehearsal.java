package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.BookingEvent.BookingConfirmed;
import dev.millrace.booking.dynamodb.RehearsedBooking;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.lambda.Aws;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
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
    private final MadeUpAws aws = new MadeUpAws();
    private final BookingProcess process;
    private final Ports ports;

    BookingProcessRehearsal(Environment environment) {
        var madeUp = environment.on(aws);
        this.environment = environment;
        this.process = new BookingProcess(madeUp);
        this.ports = Ports.of(madeUp, Log.of(madeUp));
        new Concerts(Aws.dynamoDb(madeUp), madeUp.required("SEATS_TABLE"), Aws.backoff())
                .put(
                        RehearsedBooking.CONCERT,
                        "EUR",
                        List.of(new PricedSeat(RehearsedBooking.SEAT, BigDecimal.TEN)));
    }

    @Override
    public void play(String id) {
        new RehearsedBooking(ports.journal(), id).place();
        seen(id);
        seen(id);
        var last = ports.journal().read(id, 1).getLast().events().getLast();
        Rehearsal.check(last instanceof BookingConfirmed, last.toString());
    }

    private void seen(String id) {
        var commits = MadeUpEvents.commits(aws, new EntityRef(BOOKING.name(), id));
        Rehearsal.check(process.handleRequest(commits, null));
    }

    @Override
    public void read() {
        Ports.of(environment, Log.of(environment)).journal().load("nothing");
    }
}
