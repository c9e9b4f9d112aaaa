package dev.millrace.booking;

import static java.time.temporal.ChronoUnit.SECONDS;

import dev.millrace.booking.Booking.AwaitingConfirmation;
import dev.millrace.booking.Booking.Cancelled;
import dev.millrace.booking.Booking.Confirmed;
import dev.millrace.booking.Booking.Denied;
import dev.millrace.booking.Booking.Expired;
import dev.millrace.booking.Booking.None;
import dev.millrace.booking.Booking.Settled;
import dev.millrace.booking.Findings.Standing;
import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.booking.Seats.HoldAnswer.Refused;
import dev.millrace.booking.Seats.HoldAnswer.Released;
import dev.millrace.eventsourcing.process.Instance.Parked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Why a booking is where it is, in sentences for whoever operates it: first what holds it where it
/// is, then what else waits or is missing, each with the command that helps.
///
/// Of a person it says no more than ids: no money's payer, no reason that a client wrote.
public final class Diagnosis {
    /// A stream's record is there after a second; one that is not after this is late, or lost.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// Whoever must take a placed booking's first commit for it to be confirmed or denied.
    private static final Set<String> CONFIRMING = Set.of("reservation", "booking-stream");

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:/#-]+");

    private final Findings found;
    private final Instant now;
    private final List<String> sentences = new ArrayList<>();

    private Diagnosis(Findings found, Instant now) {
        this.found = found;
        this.now = now;
    }

    /// Never empty: a booking that is where it should be has its sentence too.
    public static List<String> why(Findings found, Instant now) {
        var diagnosis = new Diagnosis(found, now);
        diagnosis.state();
        found.unreadable().forEach(diagnosis.sentences::add);
        diagnosis.parked();
        diagnosis.skipped();
        diagnosis.sentences.addAll(PaymentDiagnosis.why(found));
        diagnosis.seats();
        diagnosis.view();
        return List.copyOf(diagnosis.sentences);
    }

    private void state() {
        switch (found.state()) {
            case None() -> say("No booking of this id can be seen in the journal.");
            case AwaitingConfirmation _ -> awaiting();
            case Confirmed(_, var price, var deadline) -> {
                var until = deadline == null ? "without a deadline" : "until " + at(deadline);
                say(
                        "It is confirmed since %s and waits for a payment of %s %s, %s."
                                .formatted(
                                        at(found.changed()),
                                        price.amount(),
                                        price.currency(),
                                        until));
                if (deadline != null && isLongAgo(deadline)) overdue(deadline);
            }
            case Denied _ -> over("it was denied", ": " + denial());
            case Cancelled _ -> over("its client cancelled it", "");
            case Expired _ -> over("nobody paid it in time", "");
            case Settled(_, var payment) ->
                    over(
                            "it is settled",
                            payment == null ? ": it cost nothing" : " by payment " + payment);
        }
    }

    private void awaiting() {
        var placed = found.changed();
        say("It was placed at %s and is neither confirmed nor denied yet.".formatted(at(placed)));
        if (hinders(standing -> standing.parked() != null)) {
            say("What is parked keeps it from being confirmed or denied.");
        } else if (hinders(standing -> !standing.skipped().isEmpty())) {
            say(
                    "What was dropped would have confirmed or denied it: only its client can end it,"
                            + " by cancelling it.");
        } else if (isLongAgo(placed)) {
            say(
                    ("Nothing that would confirm it is parked, so the stream's record of it may be"
                                    + " late or lost. This gives it again, and does no harm twice: %s")
                            .formatted(fromJournal("reservation")));
        } else {
            say("That takes a second or two: look again in a moment.");
        }
    }

    private boolean hinders(Predicate<Standing> how) {
        return found.standings().stream()
                .filter(standing -> CONFIRMING.contains(standing.process()))
                .anyMatch(how);
    }

    /// Only the view tells the sweep what is due: a booking that it does not show as confirmed
    /// never expires.
    private void overdue(Instant deadline) {
        say(
                "Its deadline passed at %s, and it did not expire: %s"
                        .formatted(
                                at(deadline),
                                found.behind() > 0
                                        ? "the sweep finds it by the view, which is behind."
                                        : "the sweep comes every minute; if it stays so, the log of BookingExpiry says why."));
    }

    private void over(String how, String detail) {
        say("It is over since %s: %s%s.".formatted(at(found.changed()), how, detail));
    }

    private String denial() {
        return found.seats() instanceof Refused(var reason) ? reason : "its seats were not held";
    }

    private void parked() {
        for (var standing : found.standings()) {
            var parked = standing.parked();
            if (parked != null) parked(standing, parked);
        }
    }

    private void parked(Standing standing, Parked parked) {
        var next = parked.next();
        say(
                ("%s is parked at %s since %s, after %d tries (%s). %s Once its cause is put right:"
                                + " ./millrace redrive %s %s")
                        .formatted(
                                standing.process(),
                                parked.what(),
                                at(parked.since()),
                                parked.attempts(),
                                parked.error(),
                                next == null
                                        ? "It is not tried again by itself."
                                        : "It is tried again at %s.".formatted(at(next)),
                                standing.process(),
                                word(standing.instance())));
    }

    private void skipped() {
        for (var standing : found.standings()) {
            for (var one : standing.skipped()) {
                say(
                        "%s dropped %s for good at %s: %s."
                                .formatted(
                                        standing.process(),
                                        one.what(),
                                        at(one.at()),
                                        one.reason()));
            }
        }
    }

    private void seats() {
        if (found.commits().isEmpty() || !isLongAgo(found.changed())) return;
        var isOver =
                switch (found.state()) {
                    case Cancelled _, Expired _ -> true;
                    case None(), AwaitingConfirmation _, Confirmed _, Denied _, Settled _ -> false;
                };
        var isFree =
                switch (found.seats()) {
                    case null -> true;
                    case Held _ -> false;
                    case Refused _, Released() -> true;
                };
        if (isOver && !isFree) {
            say(
                    "Its seats are still held, though it is over: %s"
                            .formatted(fromJournal("reservation")));
        }
    }

    private void view() {
        if (found.behind() == 0 || !isLongAgo(found.changed())) return;
        say(
                "The view is %d of %d commits behind, so people see it as it was: %s"
                        .formatted(
                                found.behind(),
                                found.commits().size(),
                                fromJournal(BookingRow.VIEW)));
    }

    private String fromJournal(String process) {
        return fromJournal(process, found.bookingId());
    }

    static String fromJournal(String process, String bookingId) {
        return "./millrace redrive %s %s --from-journal".formatted(process, word(bookingId));
    }

    private boolean isLongAgo(Instant instant) {
        return instant.plus(PATIENCE).isBefore(now);
    }

    private void say(String sentence) {
        sentences.add(sentence);
    }

    static String at(Instant instant) {
        return instant.truncatedTo(SECONDS).toString();
    }

    /// A word for a shell: an id may come from anybody who sent us an event.
    private static String word(String text) {
        return WORD.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
