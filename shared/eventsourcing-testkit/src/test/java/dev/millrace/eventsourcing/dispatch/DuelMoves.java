package dev.millrace.eventsourcing.dispatch;

import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.dispatch.DuelStory.Deed;
import dev.millrace.eventsourcing.testkit.simulation.Invocation;
import dev.millrace.eventsourcing.testkit.simulation.Invocation.CrashPoint;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/// Makes the deeds of a story. The seed decides the details of each deed, and whether its
/// invocation crashes.
final class DuelMoves {
    private static final List<String> PROCESSES = List.of("dispatch", "workload", "tracking");
    private static final List<String> PLACES =
            List.of("Parcel", "Courier", "dispatch", "workload", "tracking", "depot-stream", "bus");
    private static final int MOST_CALLS = 20;
    private static final int EVERYTHING = 1_000;

    private final RandomGenerator random;
    private final int parcels;
    private final int couriers;
    private int registered;

    DuelMoves(RandomGenerator random, int parcels, int couriers) {
        this.random = random;
        this.parcels = parcels;
        this.couriers = couriers;
    }

    /// Any deed.
    Deed any() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> business();
            case 5, 6, 7 -> delivery();
            case 8 -> sweep();
            case 9 -> operator();
            case 10 -> defect();
            default -> throttle();
        };
    }

    /// A deed of a client or a courier.
    Deed business() {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> registered < parcels ? register() : deliver();
            case 3, 4, 5 -> deliver();
            case 6 -> letter();
            default -> empty();
        };
    }

    /// Registers the next parcel. Some parcels are handed to a courier before that.
    Deed register() {
        var n = registered;
        registered = Math.min(parcels, registered + 1);
        if (n == parcels) return deliver();
        return random.nextInt(4) == 0
                ? crashing(
                        "hand in p" + (n + 1),
                        (depot, deeds, crash) ->
                                deeds.clients().handIn(depot.parcels.get(n), crash))
                : crashing(
                        "register p" + (n + 1),
                        (depot, deeds, crash) ->
                                deeds.clients().register(depot.parcels.get(n), crash));
    }

    Deed deliver() {
        var n = random.nextInt(Math.max(1, registered));
        return crashing(
                "deliver p" + (n + 1),
                (depot, deeds, crash) -> deeds.clients().deliver(depot.parcels.get(n), crash));
    }

    Deed letter() {
        var courier = courier();
        return crashing(
                "a letter to " + courier,
                (_, deeds, crash) -> deeds.clients().giveLetter(courier, crash));
    }

    Deed empty() {
        var courier = courier();
        var evenParcels = random.nextBoolean();
        return outside(
                courier + (evenParcels ? " gives everything back" : " gives all letters back"),
                (_, deeds) -> deeds.clients().empty(courier, evenParcels));
    }

    Deed rush(int count) {
        var courier = courier();
        return outside(
                "%s letters go through the hands of %s".formatted(count, courier),
                (_, deeds) -> deeds.clients().rush(courier, count));
    }

    /// Delivers new records of a stream, and repeats none, some or all of the earlier ones.
    Deed delivery() {
        var ofParcels = random.nextBoolean();
        return delivery(ofParcels, 1 + random.nextInt(5));
    }

    Deed delivery(boolean ofParcels, int most) {
        var again = random.nextInt(6) == 0 ? EVERYTHING : Math.max(0, random.nextInt(6) - 3);
        return crashing(
                "%s stream (%s again, %s new)"
                        .formatted(ofParcels ? "parcel" : "courier", again, most),
                (depot, deeds, crash) ->
                        deeds.deliver(stream(depot, ofParcels), again, most, crash));
    }

    Deed loss() {
        var ofParcels = random.nextInt(3) == 0;
        return outside(
                "a record of the %s stream is lost".formatted(ofParcels ? "parcel" : "courier"),
                (depot, _) -> stream(depot, ofParcels).loseNext());
    }

    private static RecordStream stream(DuelDepot depot, boolean ofParcels) {
        return ofParcels ? depot.parcelStream : depot.courierStream;
    }

    Deed sweep() {
        return crashing("sweep", (_, deeds, crash) -> deeds.sweep(crash));
    }

    /// A deed of an operator: redrive, repair, or feed from the journal.
    Deed operator() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> crashing("redrive", (_, deeds, crash) -> deeds.redriveOne(crash));
            case 2 -> mend();
            default -> fromJournal(PROCESSES.get(random.nextInt(PROCESSES.size())));
        };
    }

    Deed fromJournal(String process) {
        var ofParcels = random.nextInt(4) == 0 && !process.equals("workload");
        var entity =
                ofParcels
                        ? new EntityRef("Parcel", "p" + (1 + random.nextInt(parcels)))
                        : new EntityRef("Courier", courier());
        return crashing(
                "%s to %s from the journal".formatted(entity, process),
                (_, deeds, crash) -> deeds.fromJournal(process, entity, crash));
    }

    /// A defect: something fails at every try until it is repaired.
    Deed defect() {
        var process = PROCESSES.get(random.nextInt(PROCESSES.size()));
        return switch (random.nextInt(6)) {
            case 0 -> unwritable(List.of("Parcel", "Courier", "bus").get(random.nextInt(3)));
            case 1, 2 -> unreadable(random.nextInt(3) == 0 ? DuelTrouble.EVERYBODY : process);
            default -> failing(process);
        };
    }

    Deed failing(String process) {
        var word = random.nextBoolean() ? "p" + (1 + random.nextInt(parcels)) : courier();
        return outside(
                "%s fails on %s".formatted(process, word),
                (depot, _) -> depot.trouble.fail(process, word));
    }

    private Deed unreadable(String by) {
        var commit =
                random.nextInt(4) == 0
                        ? "Parcel#p%s/%s"
                                .formatted(1 + random.nextInt(parcels), 1 + random.nextInt(3))
                        : "Courier#%s/%s".formatted(courier(), 1 + random.nextInt(6));
        return outside(
                "%s cannot be read by %s".formatted(commit, by),
                (depot, _) -> depot.trouble.makeUnreadable(commit, by));
    }

    private Deed unwritable(String place) {
        return outside(
                place + " takes nothing from processes",
                (depot, _) -> depot.trouble.makeUnwritable(place));
    }

    Deed mend() {
        return outside("mended", (depot, _) -> depot.trouble.mend());
    }

    Deed throttle() {
        return throttle(PLACES.get(random.nextInt(PLACES.size())));
    }

    Deed throttle(String place) {
        return outside(place + " is throttled", (depot, _) -> depot.trouble.throttle(place));
    }

    private String courier() {
        return "east " + (1 + random.nextInt(couriers));
    }

    /// A deed of an invocation that may crash.
    @FunctionalInterface
    private interface Crashing {
        void start(DuelDepot depot, DuelDeeds deeds, CrashPoint crashPoint);
    }

    private Deed crashing(String words, Crashing deed) {
        if (random.nextInt(5) > 0) {
            return new Deed(words, (depot, deeds) -> deed.start(depot, deeds, CrashPoint.NEVER));
        }
        var point = new CrashPoint(1 + random.nextInt(MOST_CALLS), random.nextBoolean());
        return new Deed(
                "%s, crashes %s call %s"
                        .formatted(words, point.takesEffect() ? "after" : "before", point.call()),
                (depot, deeds) -> deed.start(depot, deeds, point));
    }

    /// A change from outside, at some instant of the round.
    private static Deed outside(String words, BiConsumer<DuelDepot, DuelDeeds> change) {
        return new Deed(
                words,
                (depot, deeds) ->
                        depot.simulation.start(
                                new Invocation("world", Duration.ZERO, CrashPoint.NEVER),
                                () ->
                                        depot.simulation.call(
                                                words,
                                                () -> {
                                                    change.accept(depot, deeds);
                                                    return "";
                                                })));
    }
}
