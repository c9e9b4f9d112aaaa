package dev.millrace.duels;

import dev.millrace.duels.Ailments.Ailment;
import dev.millrace.duels.Deeds.Money;
import dev.millrace.duels.Defects.Defect;
import dev.millrace.duels.JournalStream.Reader;
import dev.millrace.duels.Story.Deed;
import dev.millrace.duels.Story.Play;
import dev.millrace.eventsourcing.testkit.simulation.Invocation;
import dev.millrace.eventsourcing.testkit.simulation.Invocation.CrashPoint;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/// The deeds of a story. A seed decides the details of each, and whether its invocation crashes.
final class Moves {
    private static final List<String> OUTAGES =
            List.of(Tables.EVENTS, Tables.VIEW, Tables.SEATS, Tables.PROCESSES, Trouble.BUS);
    private static final List<Defect> DEFECTS =
            List.of(
                    Defect.ROW,
                    Defect.ROW,
                    Defect.ROW,
                    Defect.FIRST_COMMIT,
                    Defect.LAST_COMMIT,
                    Defect.LAST_COMMIT,
                    Defect.PAYMENTS,
                    Defect.PAYMENTS,
                    Defect.REMINDER,
                    Defect.PRICE,
                    Defect.BUS);
    private static final int MOST_CALLS = 12;

    private Moves() {}

    /// Any deed.
    static Deed deed(RandomGenerator random) {
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4, 5 -> business(random);
            case 6 -> sweep(random);
            case 7, 8 -> operator(random);
            case 9 -> defect(random);
            case 10 -> random.nextBoolean() ? defect(random) : ailment(random);
            default -> throttle(random);
        };
    }

    /// A deed that moves the booking on.
    static Deed business(RandomGenerator random) {
        return switch (random.nextInt(11)) {
            case 0, 1, 2, 3, 4, 5 -> payment(random);
            case 6, 7, 8 -> cancel(random);
            default -> crashing("expire", random, (_, play, crash) -> play.deeds().expire(crash));
        };
    }

    static Deed payment(RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0, 1, 2 -> pay("p1", "99.80", "EUR", random);
            case 3 -> pay("p2", "99.80", "EUR", random);
            case 4 -> pay("p3", "120.00", "EUR", random);
            default ->
                    random.nextBoolean()
                            ? pay("p4", "10.00", "EUR", random)
                            : pay("p5", "99.80", "USD", random);
        };
    }

    static Deed cancel(RandomGenerator random) {
        return crashing("cancel", random, (_, play, crash) -> play.deeds().cancel(crash));
    }

    static Deed sweep(RandomGenerator random) {
        return crashing("sweep", random, (_, play, crash) -> play.deeds().sweep(crash));
    }

    static Deed skip(RandomGenerator random) {
        return crashing("skip", random, (_, play, crash) -> play.deeds().skipOne(crash));
    }

    /// A deed of an operator who sees that something is wrong.
    static Deed operator(RandomGenerator random) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 ->
                    crashing(
                            "from the journal",
                            random,
                            (_, play, crash) -> play.deeds().fromJournal(crash));
            case 4, 5, 6 ->
                    crashing("redrive", random, (_, play, crash) -> play.deeds().redriveOne(crash));
            case 7 -> skip(random);
            case 8 -> crashing("rebuild", random, (_, play, crash) -> play.deeds().rebuild(crash));
            default -> mend();
        };
    }

    static Deed place(RandomGenerator random) {
        return crashing("place", random, (_, play, crash) -> play.deeds().place(crash));
    }

    private static Deed pay(String id, String amount, String currency, RandomGenerator random) {
        var money = new Money(amount, currency);
        return crashing(
                "payment %s of %s %s".formatted(id, amount, currency),
                random,
                (_, play, crash) -> play.deeds().pay(id, money, crash));
    }

    static Deed defect(RandomGenerator random) {
        var defect = DEFECTS.get(random.nextInt(DEFECTS.size()));
        return outside(defect.words, (_, play) -> play.defects().begin(defect));
    }

    static Deed ailment(RandomGenerator random) {
        var ailments = List.of(Ailment.values());
        var ailment = ailments.get(random.nextInt(ailments.size()));
        return outside(ailment.words, (_, play) -> play.defects().begin(ailment));
    }

    private static Deed throttle(RandomGenerator random) {
        var place = OUTAGES.get(random.nextInt(OUTAGES.size()));
        return outside(place + " throttled", (world, _) -> world.trouble.throttle(place, true));
    }

    static Deed mend() {
        return outside(
                "mended",
                (world, play) -> {
                    play.defects().end();
                    OUTAGES.forEach(place -> world.trouble.throttle(place, false));
                });
    }

    static Deed deliver(RandomGenerator random, Reader reader) {
        var most = 1 + random.nextInt(3);
        var ahead = reader == Reader.PROCESSES && random.nextInt(4) == 0;
        var again = ahead ? -1 : Math.max(0, random.nextInt(5) - 2);
        return crashing(
                ahead
                        ? "stream to %s (%s new after one left out)".formatted(reader, most)
                        : "stream to %s (%s again, %s new)".formatted(reader, again, most),
                random,
                (_, play, crash) -> play.deeds().deliver(reader, again, most, crash));
    }

    /// A deed of an invocation that may crash.
    @FunctionalInterface
    interface Crashing {
        void start(World world, Play play, CrashPoint crashPoint);
    }

    static Deed crashing(String words, RandomGenerator random, Crashing deed) {
        if (random.nextInt(5) > 0) {
            return new Deed(words, (world, play) -> deed.start(world, play, CrashPoint.NEVER));
        }
        var point = new CrashPoint(1 + random.nextInt(MOST_CALLS), random.nextBoolean());
        var side = point.takesEffect() ? "after" : "before";
        return new Deed(
                "%s, crashes %s call %s".formatted(words, side, point.call()),
                (world, play) -> deed.start(world, play, point));
    }

    /// A deed that changes the world, at some instant of the round.
    static Deed outside(String words, BiConsumer<World, Play> change) {
        return new Deed(
                words,
                (world, play) ->
                        world.simulation.start(
                                new Invocation("world", Duration.ZERO, CrashPoint.NEVER),
                                () ->
                                        world.simulation.call(
                                                words,
                                                () -> {
                                                    change.accept(world, play);
                                                    return "";
                                                })));
    }
}
