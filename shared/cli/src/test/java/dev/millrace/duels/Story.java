package dev.millrace.duels;

import static java.util.stream.Collectors.joining;

import dev.millrace.duels.Ailments.Ailment;
import dev.millrace.duels.Deeds.Money;
import dev.millrace.duels.Defects.Defect;
import dev.millrace.duels.JournalStream.Reader;
import dev.millrace.eventsourcing.testkit.simulation.Invocation;
import dev.millrace.eventsourcing.testkit.simulation.Invocation.CrashPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// What happens in a duel: rounds of deeds that run side by side, and the time between them.
record Story(Opening opening, List<Round> rounds) {
    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofMillis(20),
                    Duration.ofMillis(59_960),
                    Duration.ofSeconds(61),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(11),
                    Duration.ofHours(3),
                    World.HOLD);
    private static final List<Duration> WAITS =
            List.of(
                    World.UNKNOWN_WAIT.minusSeconds(30),
                    World.UNKNOWN_WAIT.minusMillis(20),
                    World.UNKNOWN_WAIT,
                    World.UNKNOWN_WAIT.plusMillis(60),
                    World.UNKNOWN_WAIT.plusSeconds(30));
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

    /// How far the booking is when the duel begins.
    enum Opening {
        NOTHING,
        PLACED,
        PLACED_AND_SEEN,
        CONFIRMED,
        CONFIRMED_AND_SEEN
    }

    /// Deeds that run side by side, and how long nothing happens after them.
    record Round(List<Deed> deeds, Duration pause) {
        @Override
        public String toString() {
            return deeds.stream().map(Deed::words).collect(joining("; ")) + "; then " + pause;
        }
    }

    /// One deed.
    record Deed(String words, BiConsumer<World, Play> start) {}

    /// What deeds are done with.
    record Play(Deeds deeds, Defects defects) {}

    static Story of(long seed) {
        var random = new SplittableRandom(seed).split();
        var opening = Opening.values()[random.nextInt(Opening.values().length)];
        return switch (random.nextInt(8)) {
            case 0, 1 -> new Story(opening, anything(random, opening));
            case 2, 3 -> new Story(opening, defective(random, opening));
            case 4 -> new Story(Opening.CONFIRMED, rebuilt(random));
            case 5 -> new Story(opening, ailing(random, opening));
            case 6 -> new Story(Opening.NOTHING, early(random));
            default -> new Story(opening, crowded(random, opening));
        };
    }

    /// Two to five deeds of any kind.
    private static List<Round> anything(RandomGenerator random, Opening opening) {
        var rounds = new ArrayList<Round>();
        var placed = opening != Opening.NOTHING;
        for (var left = 2 + random.nextInt(4); left > 0; ) {
            var deeds = new ArrayList<Deed>();
            for (var n = 1 + random.nextInt(Math.min(left, 3)); n > 0; n--, left--) {
                if (placed || random.nextInt(3) == 0) deeds.add(deed(random));
                else deeds.add(place(random));
                placed |= deeds.getLast().words().startsWith("place");
            }
            rounds.add(round(random, deeds));
        }
        return rounds;
    }

    /// Something breaks, and while the booking goes on an operator sees to it.
    private static List<Round> defective(RandomGenerator random, Opening opening) {
        var broken = new ArrayList<Deed>();
        if (opening == Opening.NOTHING) broken.add(place(random));
        broken.add(defect(random));
        if (random.nextInt(4) == 0) broken.add(business(random));
        for (var reader : Reader.values()) broken.add(deliver(random, reader));
        var rounds = new ArrayList<Round>();
        rounds.add(round(random, broken));
        for (var n = 1 + random.nextInt(2); n > 0; n--) {
            var mending = new ArrayList<Deed>();
            mending.add(operator(random));
            if (random.nextInt(5) > 0) mending.add(business(random));
            if (random.nextInt(2) == 0) mending.add(operator(random));
            if (random.nextInt(5) == 0) mending.add(defect(random));
            rounds.add(round(random, mending));
        }
        return rounds;
    }

    /// The row cannot be read, and while an operator has it made anew the booking goes on.
    private static List<Round> rebuilt(RandomGenerator random) {
        var spoiled = new ArrayList<Deed>();
        spoiled.add(outside(Defect.ROW.words, (_, play) -> play.defects().begin(Defect.ROW)));
        spoiled.add(deliver(random, Reader.VIEW));
        var rounds = new ArrayList<Round>();
        rounds.add(new Round(spoiled, PAUSES.get(random.nextInt(PAUSES.size()))));
        for (var n = 1 + random.nextInt(2); n > 0; n--) {
            var made = new ArrayList<Deed>();
            made.add(operator(random));
            made.add(random.nextBoolean() ? cancel(random) : payment(random));
            if (random.nextInt(3) == 0) made.add(deliver(random, Reader.VIEW));
            rounds.add(new Round(made, PAUSES.get(random.nextInt(PAUSES.size()))));
        }
        return rounds;
    }

    /// One process cannot do one thing, and an operator drops that or waits.
    private static List<Round> ailing(RandomGenerator random, Opening opening) {
        var ill = new ArrayList<Deed>();
        if (opening == Opening.NOTHING) ill.add(place(random));
        ill.add(ailment(random));
        ill.add(payment(random));
        if (random.nextBoolean()) ill.add(business(random));
        ill.add(deliver(random, Reader.PROCESSES));
        var rounds = new ArrayList<Round>();
        rounds.add(round(random, ill));
        for (var n = 1 + random.nextInt(3); n > 0; n--) {
            var treated = new ArrayList<Deed>();
            treated.add(random.nextInt(3) == 0 ? operator(random) : skip(random));
            if (random.nextBoolean()) treated.add(business(random));
            if (random.nextInt(3) == 0) treated.add(mend());
            if (random.nextInt(3) == 0) treated.add(sweep(random));
            rounds.add(round(random, treated));
        }
        return rounds;
    }

    /// Payments come before their booking, and wait for it about as long as they may.
    private static List<Round> early(RandomGenerator random) {
        var paid = new ArrayList<Deed>();
        for (var n = 1 + random.nextInt(2); n > 0; n--) paid.add(payment(random));
        var rounds = new ArrayList<Round>();
        rounds.add(new Round(paid, WAITS.get(random.nextInt(WAITS.size()))));
        var placed = new ArrayList<Deed>();
        placed.add(place(random));
        if (random.nextInt(3) > 0) placed.add(sweep(random));
        if (random.nextInt(4) == 0) placed.add(ailment(random));
        if (random.nextInt(4) == 0) placed.add(payment(random));
        rounds.add(
                random.nextBoolean()
                        ? new Round(placed, WAITS.get(random.nextInt(WAITS.size())))
                        : round(random, placed));
        var seen = new ArrayList<Deed>();
        seen.add(sweep(random));
        if (random.nextBoolean()) seen.add(business(random));
        rounds.add(round(random, seen));
        return rounds;
    }

    /// Another client wants the same seats, and clients change their minds while seats are held.
    private static List<Round> crowded(RandomGenerator random, Opening opening) {
        var rounds = new ArrayList<Round>();
        var first = new ArrayList<Deed>();
        if (opening == Opening.NOTHING) first.add(place(random));
        first.add(
                crashing("rival", random, (_, play, crash) -> play.deeds().placeRival(crash)));
        if (random.nextBoolean()) first.add(cancel(random));
        if (random.nextInt(4) == 0) first.add(ailment(random));
        rounds.add(round(random, first));
        for (var n = 1 + random.nextInt(2); n > 0; n--) {
            var next = new ArrayList<Deed>();
            next.add(random.nextInt(3) == 0 ? cancel(random) : business(random));
            if (random.nextBoolean()) {
                next.add(
                        crashing(
                                "cancel the rival",
                                random,
                                (_, play, crash) -> play.deeds().cancelRival(crash)));
            }
            if (random.nextInt(3) == 0) next.add(operator(random));
            rounds.add(round(random, next));
        }
        return rounds;
    }

    private static Round round(RandomGenerator random, List<Deed> deeds) {
        for (var reader : Reader.values()) {
            if (random.nextBoolean()) deeds.add(deliver(random, reader));
        }
        return new Round(deeds, PAUSES.get(random.nextInt(PAUSES.size())));
    }

    @Override
    public String toString() {
        return "begins with "
                + opening
                + IntStream.range(0, rounds.size())
                        .mapToObj(n -> "\nround " + (n + 1) + ": " + rounds.get(n))
                        .collect(joining());
    }

    private static Deed deed(RandomGenerator random) {
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4, 5 -> business(random);
            case 6 -> sweep(random);
            case 7, 8 -> operator(random);
            case 9 -> defect(random);
            case 10 -> random.nextBoolean() ? defect(random) : ailment(random);
            default -> throttle(random);
        };
    }

    /// What makes the booking go on.
    private static Deed business(RandomGenerator random) {
        return switch (random.nextInt(11)) {
            case 0, 1, 2, 3, 4, 5 -> payment(random);
            case 6, 7, 8 -> cancel(random);
            default -> crashing("expire", random, (_, play, crash) -> play.deeds().expire(crash));
        };
    }

    private static Deed payment(RandomGenerator random) {
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

    private static Deed cancel(RandomGenerator random) {
        return crashing("cancel", random, (_, play, crash) -> play.deeds().cancel(crash));
    }

    private static Deed sweep(RandomGenerator random) {
        return crashing("sweep", random, (_, play, crash) -> play.deeds().sweep(crash));
    }

    private static Deed skip(RandomGenerator random) {
        return crashing("skip", random, (_, play, crash) -> play.deeds().skipOne(crash));
    }

    /// What an operator does who sees that something is wrong.
    private static Deed operator(RandomGenerator random) {
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

    private static Deed place(RandomGenerator random) {
        return crashing("place", random, (_, play, crash) -> play.deeds().place(crash));
    }

    private static Deed pay(String id, String amount, String currency, RandomGenerator random) {
        var money = new Money(amount, currency);
        return crashing(
                "payment %s of %s %s".formatted(id, amount, currency),
                random,
                (_, play, crash) -> play.deeds().pay(id, money, crash));
    }

    private static Deed defect(RandomGenerator random) {
        var defect = DEFECTS.get(random.nextInt(DEFECTS.size()));
        return outside(defect.words, (_, play) -> play.defects().begin(defect));
    }

    private static Deed ailment(RandomGenerator random) {
        var ailment = Ailment.values()[random.nextInt(Ailment.values().length)];
        return outside(ailment.words, (_, play) -> play.defects().begin(ailment));
    }

    private static Deed throttle(RandomGenerator random) {
        var place = OUTAGES.get(random.nextInt(OUTAGES.size()));
        return outside(place + " throttled", (world, _) -> world.trouble.throttle(place, true));
    }

    private static Deed mend() {
        return outside(
                "mended",
                (world, play) -> {
                    play.defects().end();
                    OUTAGES.forEach(place -> world.trouble.throttle(place, false));
                });
    }

    private static Deed deliver(RandomGenerator random, Reader reader) {
        var most = 1 + random.nextInt(3);
        var ahead = reader == Reader.PROCESSES && random.nextInt(4) == 0;
        var again = ahead ? -1 : Math.max(0, random.nextInt(5) - 2);
        return crashing(
                ahead
                        ? "stream to %s (%d new after one left out)".formatted(reader, most)
                        : "stream to %s (%d again, %d new)".formatted(reader, again, most),
                random,
                (_, play, crash) -> play.deeds().deliver(reader, again, most, crash));
    }

    /// A deed of an invocation that may crash.
    @FunctionalInterface
    private interface Crashing {
        void start(World world, Play play, CrashPoint crashPoint);
    }

    private static Deed crashing(String words, RandomGenerator random, Crashing deed) {
        if (random.nextInt(5) > 0) {
            return new Deed(words, (world, play) -> deed.start(world, play, CrashPoint.NEVER));
        }
        var point = new CrashPoint(1 + random.nextInt(MOST_CALLS), random.nextBoolean());
        var side = point.takesEffect() ? "after" : "before";
        return new Deed(
                "%s, crashes %s call %d".formatted(words, side, point.call()),
                (world, play) -> deed.start(world, play, point));
    }

    /// What happens to the world, at some instant of the round.
    private static Deed outside(String words, BiConsumer<World, Play> change) {
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
