package dev.millrace.booking;

import static dev.millrace.eventsourcing.trace.TraceReport.at;
import static dev.millrace.eventsourcing.trace.TraceReport.fromJournal;

import dev.millrace.booking.Booking.AwaitingConfirmation;
import dev.millrace.booking.Booking.Cancelled;
import dev.millrace.booking.Booking.Confirmed;
import dev.millrace.booking.Booking.Denied;
import dev.millrace.booking.Booking.Expired;
import dev.millrace.booking.Booking.None;
import dev.millrace.booking.Booking.Settled;
import dev.millrace.booking.Seats.HoldAnswer;
import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.booking.Seats.HoldAnswer.Rejected;
import dev.millrace.booking.Seats.HoldAnswer.Released;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.trace.Diagnosis;
import dev.millrace.eventsourcing.trace.Findings;
import dev.millrace.eventsourcing.trace.TraceReport;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Explains to operators, in sentences, why a booking has its status, and names the commands that
/// help.
///
/// The only personal data it shows are ids: no payer, no reason that a client wrote.
public final class BookingDiagnosis implements Diagnosis<Booking, BookingEvent> {
    /// The processes that must handle a placed booking's first commit for it to be confirmed or
    /// denied.
    private static final List<String> CONFIRMING = List.of("reservation", "booking-stream");

    private final Supplier<? extends Seats> seats;

    /// @param seats called when the seats are first needed
    public BookingDiagnosis(Supplier<? extends Seats> seats) {
        this.seats = seats;
    }

    @Override
    public void explain(Findings<Booking, BookingEvent> found, TraceReport report) {
        if (found.state() instanceof Booking.Placed placed) {
            report.fact("client", placed.clientId());
        }
        new Explanation(found, report, answer(found, report)).add();
    }

    /// If the seats cannot be read, the rest is explained nevertheless.
    private @Nullable HoldAnswer answer(Findings<Booking, BookingEvent> found, TraceReport report) {
        try {
            var answer = seats.get().answer(found.entity().id());
            report.fact("seats", inWords(answer));
            return answer;
        } catch (Outage outage) {
            throw outage;
        } catch (RuntimeException broken) {
            report.fact("seats", "not known");
            report.say("Its seats cannot be read: " + broken);
            return null;
        }
    }

    private static String inWords(@Nullable HoldAnswer answer) {
        return switch (answer) {
            case null -> "not asked for";
            case Held(_, var deadline) -> "held, to be paid by " + at(deadline);
            case Rejected(var reason) -> "rejected: " + reason;
            case Released() -> "released";
        };
    }

    private record Explanation(
            Findings<Booking, BookingEvent> found,
            TraceReport report,
            @Nullable HoldAnswer answer) {
        void add() {
            var state = found.state();
            report.status(state instanceof None ? "NONE" : state.status().name());
            var row = found.row(BookingRow.VIEW);
            if (row != null) report.fact("shown to clients", row.value().status().name());
            state();
            new PaymentDiagnosis(found, report).explain();
            if (isHeldInVain()) {
                report.say("It is over, and its seats are still held: " + giveAgain());
            }
            new BookingEntries(found, report).add(answer);
        }

        private void state() {
            switch (found.state()) {
                case None() -> report.say("The journal has no readable booking with this id.");
                case AwaitingConfirmation _ -> awaiting();
                case Confirmed confirmed -> confirmed(confirmed);
                case Denied _ ->
                        over(
                                answer instanceof Rejected(var reason)
                                        ? "it was denied: " + reason
                                        : "it was denied: its seats were not held");
                case Cancelled _ -> over("its client cancelled it");
                case Expired _ -> over("it was not paid in time");
                case Settled(_, var payment) ->
                        over(
                                payment == null
                                        ? "it is settled: it cost nothing"
                                        : "it is settled by payment " + payment);
            }
        }

        private void over(String how) {
            report.say("It has been over since %s: %s.".formatted(at(found.changed()), how));
        }

        private void confirmed(Confirmed confirmed) {
            var deadline = confirmed.expiresAt();
            report.say(
                    "It has been confirmed since %s and waits for a payment of %s %s, %s."
                            .formatted(
                                    at(found.changed()),
                                    confirmed.price().amount(),
                                    confirmed.price().currency(),
                                    deadline == null
                                            ? "without a deadline"
                                            : "until " + at(deadline)));
            if (deadline != null && found.isLate(deadline)) overdue(deadline);
        }

        /// The sweep finds due bookings in the view. A booking that the view does not show as
        /// confirmed never expires.
        private void overdue(Instant deadline) {
            var row = found.row(BookingRow.VIEW);
            var isBehind = row == null || row.version() < found.commits().size();
            report.say(
                    "Its deadline passed at %s, and it did not expire: %s"
                            .formatted(
                                    at(deadline),
                                    isBehind
                                            ? "the sweep searches the view, which is behind."
                                            : "the sweep runs every minute. If it stays so, the log of BookingExpiry says why."));
        }

        private void awaiting() {
            var placed = found.changed();
            report.say(
                    "It was placed at %s and is neither confirmed nor denied yet."
                            .formatted(at(placed)));
            if (found.isAny(CONFIRMING, instance -> instance.parked() != null)) {
                report.say("The parked process prevents its confirmation or denial.");
            } else if (found.isAny(CONFIRMING, instance -> !instance.skipped().isEmpty())) {
                report.say(
                        "The skipped commit would have led to its confirmation or denial: only its client can end it, by cancelling it.");
            } else if (found.isLate(placed)) {
                report.say(
                        "No process that would confirm it is parked, so its stream record may be late or lost. This delivers it again, and may be repeated: "
                                + giveAgain());
            } else {
                report.say("This takes a second or two: look again in a moment.");
            }
        }

        private boolean isHeldInVain() {
            var isOver = found.state() instanceof Cancelled || found.state() instanceof Expired;
            return isOver && answer instanceof Held && found.isLate(found.changed());
        }

        private String giveAgain() {
            return report.command(fromJournal("reservation", found.entity().id()));
        }
    }
}
