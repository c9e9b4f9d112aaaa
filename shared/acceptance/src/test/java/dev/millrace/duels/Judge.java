package dev.millrace.duels;

import static java.util.Objects.requireNonNull;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.booking.Announcement;
import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.BookingStatus;
import dev.millrace.booking.BookingType;
import dev.millrace.booking.PublicEvents;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Envelope;
import dev.millrace.eventsourcing.Snapshot;
import dev.millrace.eventsourcing.ViewStore.Kept;
import dev.millrace.eventsourcing.ViewStore.Replaced;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.dynamodb.DynamoDbViewStore;
import dev.millrace.eventsourcing.dynamodb.Item;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Checks that a world keeps what the service promises.
///
/// If an operator skipped work of a process, effects of this process may be missing. Nothing may be
/// done twice because of a skip.
final class Judge {
    private final World world;
    private final Deeds deeds;
    private final PaymentJudge payments;
    private final Set<String> violations = new LinkedHashSet<>();

    Judge(World world, Deeds deeds) {
        this.world = world;
        this.deeds = deeds;
        this.payments = new PaymentJudge(world, deeds);
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    void note(String violation) {
        violations.add(violation);
    }

    /// Checks everything.
    ///
    /// @param isLast whether all deadlines have passed, too
    void look(String when, boolean isLast) {
        var commits = commits(World.BOOKING);
        var found = new ArrayList<String>();
        found.addAll(journal(commits));
        found.addAll(payments.violations(commits, status(commits), isLast));
        found.addAll(seats(World.BOOKING, status(commits)));
        found.addAll(seats(World.RIVAL, status(commits(World.RIVAL))));
        found.addAll(row(commits));
        found.addAll(announcements(commits));
        found.addAll(leftovers());
        found.forEach(one -> violations.add(one + ", " + when));
    }

    private List<Commit<BookingEvent>> commits(String booking) {
        return new DynamoDbJournal<>(world.dynamoDb, Tables.EVENTS, BookingType.BOOKING)
                .read(booking, 0);
    }

    /// The status of the booking; null if it was not placed.
    @Nullable BookingStatus status() {
        return status(commits(World.BOOKING));
    }

    boolean nothingIsOwed() {
        return instances().noneMatch(Judge::isOwing);
    }

    private static List<String> journal(List<Commit<BookingEvent>> commits) {
        var found = new ArrayList<String>();
        var commands = new HashSet<String>();
        for (var n = 0; n < commits.size(); n++) {
            if (commits.get(n).seq() != n + 1) found.add("journal: a gap before " + (n + 1));
            if (!commands.add(commits.get(n).commandId())) {
                found.add("journal: one command was applied twice");
            }
        }
        return found;
    }

    private static @Nullable BookingStatus status(List<Commit<BookingEvent>> commits) {
        Snapshot<Booking> snapshot = BookingType.BOOKING.nothing();
        for (var commit : commits) snapshot = BookingType.BOOKING.after(snapshot, commit);
        return commits.isEmpty() ? null : snapshot.state().status();
    }

    private List<String> seats(String booking, @Nullable BookingStatus status) {
        if (!deeds.nobodySkipped("reservation")) return List.of();
        var held =
                world.dynamoDb.scan(scan -> scan.tableName(Tables.SEATS)).items().stream()
                        .filter(item -> fromS(booking).equals(item.get("heldBy")))
                        .count();
        return switch (status) {
            case null -> held == 0 ? List.of() : List.of("seats: held by no booking");
            case AWAITING_CONFIRMATION -> List.of("booking: still awaits its confirmation");
            case CONFIRMED, SETTLED ->
                    held == 2 ? List.of() : List.of("seats: not held by a booking that has them");
            case DENIED, CANCELLED, EXPIRED ->
                    held == 0 ? List.of() : List.of("seats: held by a booking that is over");
        };
    }

    private List<String> row(List<Commit<BookingEvent>> commits) {
        if (commits.isEmpty() || !deeds.nobodySkipped("booking-view")) return List.of();
        @Nullable BookingRow row = null;
        for (var commit : commits) row = BookingRow.project(row, commit);
        var wanted = new Row<>(requireNonNull(row), commits.getLast().seq());
        var table = new DynamoDbViewStore<>(world.dynamoDb, Tables.VIEW, BookingRow.VIEW);
        @Nullable Kept<BookingRow> standing;
        try {
            standing = table.load(World.BOOKING);
        } catch (IllegalArgumentException unreadable) {
            return List.of("view: the row cannot be read");
        }
        if (standing == null) return List.of("view: the row is missing");
        if (standing.version() != wanted.version()) {
            return List.of(
                    "view: the row is %s its journal"
                            .formatted(
                                    standing.version() < wanted.version() ? "behind" : "ahead of"));
        }
        if (!standing.equals(wanted)) return List.of("view: the row is not the journal's fold");
        return table.replace(World.BOOKING, wanted) == Replaced.SAME
                ? List.of()
                : List.of("view: the row's index attributes are wrong");
    }

    private List<String> announcements(List<Commit<BookingEvent>> commits) {
        if (!deeds.nobodySkipped("announcement")) return List.of();
        var found = new ArrayList<String>();
        var entity = new EntityRef(BookingType.BOOKING.name(), World.BOOKING);
        for (var commit : commits) {
            for (var index = 0; index < commit.events().size(); index++) {
                var event = commit.events().get(index);
                for (var publish :
                        new Announcement().on(event, Envelope.of(entity, commit, index))) {
                    var id = publish.message().id();
                    var name = PublicEvents.NAMES.nameOf(publish.message());
                    if (world.bus.all(name).noneMatch(one -> one.text("id").equals(id))) {
                        found.add("announcement: " + name + " was never published");
                    }
                }
            }
        }
        var reminders = new HashSet<String>();
        world.bus.all("PaymentReminder").forEach(one -> reminders.add(one.text("id")));
        if (reminders.size() > 1) found.add("reminder: under two ids");
        return found;
    }

    private List<String> leftovers() {
        return instances()
                .filter(Judge::isOwing)
                .map(item ->
                        "process: %s is left %s"
                                .formatted(
                                        new Item(item).text("process"),
                                        Stream.of("parked", "owed", "waiting", "dueAt")
                                                .filter(item::containsKey)
                                                .toList()))
                .toList();
    }

    private Stream<Map<String, AttributeValue>> instances() {
        return world.dynamoDb.scan(scan -> scan.tableName(Tables.PROCESSES)).items().stream();
    }

    private static boolean isOwing(Map<String, AttributeValue> item) {
        return Stream.of("parked", "owed", "waiting").anyMatch(item::containsKey);
    }
}
