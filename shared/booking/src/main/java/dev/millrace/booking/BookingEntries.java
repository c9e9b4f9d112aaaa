package dev.millrace.booking;

import static dev.millrace.eventsourcing.trace.TraceReport.at;

import dev.millrace.booking.BookingEvent.BookingCancelled;
import dev.millrace.booking.BookingEvent.BookingExpired;
import dev.millrace.booking.BookingEvent.BookingPaid;
import dev.millrace.booking.BookingEvent.BookingPlaced;
import dev.millrace.booking.Payments.PaymentStatus;
import dev.millrace.booking.Seats.HoldAnswer;
import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.booking.Seats.HoldAnswer.Rejected;
import dev.millrace.booking.Seats.HoldAnswer.Released;
import dev.millrace.eventsourcing.Envelope;
import dev.millrace.eventsourcing.trace.Findings;
import dev.millrace.eventsourcing.trace.TraceReport;
import dev.millrace.eventsourcing.trace.TraceReport.Entry;
import dev.millrace.eventsourcing.trace.TraceReport.Status;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Adds to a booking's trace what its commits do not show: the answer of the seats, the published
/// messages and the payments.
record BookingEntries(Findings<Booking, BookingEvent> found, TraceReport report) {
    private static final List<String> ANNOUNCING = List.of("announcement", "booking-stream");

    void add(@Nullable HoldAnswer answer) {
        for (var commit : found.commits()) {
            for (var index = 0; index < commit.events().size(); index++) {
                var envelope = Envelope.of(found.entity(), commit, index);
                seats(answer, commit.events().get(index), envelope);
                published(commit.events().get(index), envelope);
            }
        }
        var payments = found.instance(PaymentCollection.TYPE).state();
        if (payments != null) payments.statuses().forEach(this::payment);
    }

    private void seats(@Nullable HoldAnswer answer, BookingEvent event, Envelope envelope) {
        switch (answer) {
            case null -> {}
            case Held(_, var deadline) when event instanceof BookingPlaced ->
                    add("seats", "seats", "held", "until " + at(deadline), null, envelope);
            case Rejected(var reason) when event instanceof BookingPlaced ->
                    add("seats", "seats", "rejected", reason, null, envelope);
            case Released()
                    when event instanceof BookingCancelled || event instanceof BookingExpired ->
                    add("seats", "seats", "released", null, null, envelope);
            case Held _, Rejected _, Released() -> {}
        }
    }

    /// Published messages are not stored, so these entries follow from the events. A message is
    /// sent until the bus accepts it, unless the process is parked at the commit or skipped it.
    private void published(BookingEvent event, Envelope envelope) {
        var commit = envelope.entity() + "/" + envelope.seq();
        var isHindered =
                found.isAny(
                        ANNOUNCING,
                        instance ->
                                instance.key().equals(commit)
                                        && (instance.parked() != null
                                                || !instance.skipped().isEmpty()));
        if (!isHindered) {
            for (var publish : new Announcement().on(event, envelope)) {
                var name = PublicEvents.NAMES.nameOf(publish.message());
                var by = "by announcement";
                add(publish.message().id(), "bus", name, by, envelope.at(), envelope);
            }
        }
        if (event instanceof BookingPaid paid && paid.overpaid() != null) {
            var detail = "by payment, the difference of " + paid.paymentId();
            refund(
                    Refund.differenceId(found.entity().id(), paid.paymentId()),
                    detail,
                    envelope.eventId());
        }
    }

    private void payment(String id, PaymentStatus status) {
        var received = "PaymentReceived/" + id;
        switch (status) {
            case KEPT -> add("kept " + id, "payment", "keeps payment " + id, received);
            case BROUGHT -> add("brought " + id, "payment", "sends payment " + id, received);
            case APPLIED -> {} // its commits show it
            case REFUNDED ->
                    refund(
                            Refund.wholeId(found.entity().id(), id),
                            "by payment, all of " + id,
                            received);
        }
    }

    /// A refund that is still owed is left out: the trace shows it as an owed effect.
    private void refund(String id, String detail, String cause) {
        var isOwed =
                found.instance(PaymentCollection.TYPE).owed().stream()
                        .anyMatch(owed -> owed.id().equals(id));
        if (isOwed) return;
        report.add(
                new Entry(id, "bus", "RefundRequested", detail, null, List.of(cause), Status.DONE));
    }

    private void add(String id, String lane, String text, String cause) {
        report.add(new Entry(id, lane, text, null, null, List.of(cause), Status.DONE));
    }

    private void add(
            String id,
            String lane,
            String text,
            @Nullable String detail,
            @Nullable Instant at,
            Envelope cause) {
        report.add(new Entry(id, lane, text, detail, at, List.of(cause.eventId()), Status.DONE));
    }
}
