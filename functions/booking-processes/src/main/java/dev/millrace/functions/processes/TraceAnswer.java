package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.BOOKING;
import static dev.millrace.booking.BookingType.EVENTS;

import dev.millrace.booking.Announcement;
import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingEvent.BookingPaid;
import dev.millrace.booking.BookingEvent.BookingPlaced;
import dev.millrace.booking.Diagnosis;
import dev.millrace.booking.Findings;
import dev.millrace.booking.PaymentDiagnosis;
import dev.millrace.booking.Payments;
import dev.millrace.booking.PublicEvents;
import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.booking.Seats.HoldAnswer.Refused;
import dev.millrace.booking.Seats.HoldAnswer.Released;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.process.Instance;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an operator is answered about one booking: how it came to be where it is, what is kept of
/// it beside its journal, and why it is there. Of a person there is the client's id and no more.
record TraceAnswer(Findings found, Instant now) {

    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("booking", found.bookingId());
        json.put("status", status());
        client().ifPresent(client -> json.put("client", client));
        json.put("now", now.toString());
        json.put("commits", found.commits().stream().map(TraceAnswer::json).toList());
        json.put("processes", List.of(payments(), reminder()));
        json.put(
                "parked",
                found.standings().stream()
                        .flatMap(one ->
                                Stream.ofNullable(one.parked())
                                        .map(parked ->
                                                ProcessOperations.json(
                                                        one.process(), one.instance(), parked)))
                        .toList());
        json.put("skipped", found.standings().stream().flatMap(TraceAnswer::skipped).toList());
        json.put("seats", seats());
        json.put("view", view());
        json.put("why", Diagnosis.why(found, now));
        json.put("refusals", refusals());
        return json;
    }

    private String status() {
        return found.state() instanceof Booking.None ? "NONE" : found.state().status().name();
    }

    private Optional<String> client() {
        return found.commits().stream()
                .flatMap(commit -> commit.events().stream())
                .filter(BookingPlaced.class::isInstance)
                .map(event -> ((BookingPlaced) event).clientId())
                .findFirst();
    }

    private static Map<String, Object> json(Commit<BookingEvent> commit) {
        var json = new LinkedHashMap<String, Object>();
        json.put("seq", commit.seq());
        json.put("at", commit.at().toString());
        json.put("by", commit.by());
        json.put("command", commit.commandId());
        json.put("correlation", commit.correlationId());
        putIf(json, "causation", commit.causationId());
        json.put("events", commit.events().stream().map(EVENTS::nameOf).toList());
        json.put("tells", commit.events().stream().flatMap(event -> tells(commit, event)).toList());
        return json;
    }

    /// What the bus is told of an event, and by which process. That it was told is kept nowhere: it
    /// is told until the bus takes it, unless its process is parked at it or was made to drop it.
    private static Stream<Map<String, String>> tells(
            Commit<BookingEvent> commit, BookingEvent event) {
        var announced =
                Announcement.told(commit, event)
                        .map(told -> tells("announcement", PublicEvents.NAMES.nameOf(told)));
        return event instanceof BookingPaid paid && paid.overpaid() != null
                ? Stream.of(tells("payment", "RefundRequested"))
                : announced.stream();
    }

    private static Map<String, String> tells(String process, String message) {
        return Map.of("process", process, "message", message);
    }

    private Map<String, Object> payments() {
        var state = found.payments().state();
        var inWords =
                state == null || state.byId().isEmpty()
                        ? "heard of no payment"
                        : state.byId().entrySet().stream()
                                .map(one -> one.getKey() + " " + one.getValue().standing())
                                .collect(Collectors.joining(", "));
        var json = json("payment", inWords, found.payments());
        var byId = state == null ? Map.<String, Payments.Payment>of() : state.byId();
        json.put("payments", byId.entrySet().stream().map(TraceAnswer::payment).toList());
        return json;
    }

    private static Map<String, String> payment(Map.Entry<String, Payments.Payment> payment) {
        return Map.of("id", payment.getKey(), "standing", payment.getValue().standing().name());
    }

    private Map<String, Object> reminder() {
        var instance = found.reminder();
        var inWords =
                !instance.hasStarted()
                        ? "not begun"
                        : instance.finished() ? "done" : "waits for half of the time to pay";
        return json("reminder", inWords, instance);
    }

    private static Map<String, Object> json(String process, String state, Instance<?, ?> instance) {
        var json = new LinkedHashMap<String, Object>();
        json.put("process", process);
        json.put("instance", instance.key());
        json.put("state", state);
        json.put("owed", instance.owed().stream().map(TraceAnswer::json).toList());
        json.put("timers", instance.timers().entrySet().stream().map(TraceAnswer::json).toList());
        json.put(
                "waiting",
                instance.waiting().stream()
                        .map(one -> Map.of("id", one.id(), "correlation", one.correlationId()))
                        .toList());
        return json;
    }

    private static Map<String, Object> json(Instance.Owed owed) {
        return Map.of(
                "id", owed.id(),
                "effect", PaymentDiagnosis.inWords(owed.effect()),
                "correlation", owed.correlationId(),
                "causation", owed.causationId());
    }

    private static Map<String, Object> json(Map.Entry<String, Instance.Timer> timer) {
        return Map.of(
                "timer", timer.getKey(),
                "at", timer.getValue().at().toString(),
                "causation", timer.getValue().causationId());
    }

    private static Stream<Map<String, Object>> skipped(Findings.Standing standing) {
        return standing.skipped().stream()
                .map(one ->
                        Map.of(
                                "process", standing.process(),
                                "instance", standing.instance(),
                                "what", one.what(),
                                "reason", one.reason(),
                                "at", one.at().toString()));
    }

    private Map<String, Object> seats() {
        return switch (found.seats()) {
            case null -> Map.of("answer", "NONE");
            case Held(_, var deadline) -> Map.of("answer", "HELD", "deadline", deadline.toString());
            case Refused(var reason) -> Map.of("answer", "REFUSED", "reason", reason);
            case Released() -> Map.of("answer", "RELEASED");
        };
    }

    private Map<String, Object> view() {
        var json = new LinkedHashMap<String, Object>();
        var row = found.row();
        if (row != null) {
            json.put("status", row.value().status().name());
            json.put("version", row.version());
        }
        json.put("behind", found.behind());
        return json;
    }

    /// Refusals are kept by no store: this CloudWatch Logs Insights query finds them.
    private String refusals() {
        var correlations =
                Stream.concat(found.commits().stream().map(Commit::correlationId), owedAndWaiting())
                        .distinct()
                        .map(TraceAnswer::quoted)
                        .collect(Collectors.joining(", "));
        var entity = quoted(new EntityRef(BOOKING.name(), found.bookingId()).toString());
        var either =
                correlations.isEmpty()
                        ? "entity = " + entity
                        : "(entity = %s or correlation_id in [%s])".formatted(entity, correlations);
        return "fields @timestamp, function, sender, command, reason, causation_id"
                + " | filter outcome = \"REFUSED\" and "
                + either
                + " | sort @timestamp";
    }

    private Stream<String> owedAndWaiting() {
        return Stream.<Instance<?, ?>>of(found.payments(), found.reminder())
                .flatMap(instance ->
                        Stream.concat(
                                instance.owed().stream().map(Instance.Owed::correlationId),
                                instance.waiting().stream().map(Instance.Waiting::correlationId)));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static void putIf(Map<String, Object> json, String field, @Nullable Object value) {
        if (value != null) json.put(field, value);
    }
}
