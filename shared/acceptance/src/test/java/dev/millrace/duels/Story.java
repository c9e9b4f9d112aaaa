package dev.millrace.duels;

import static dev.millrace.duels.Moves.ailment;
import static dev.millrace.duels.Moves.business;
import static dev.millrace.duels.Moves.cancel;
import static dev.millrace.duels.Moves.crashing;
import static dev.millrace.duels.Moves.deed;
import static dev.millrace.duels.Moves.defect;
import static dev.millrace.duels.Moves.deliver;
import static dev.millrace.duels.Moves.mend;
import static dev.millrace.duels.Moves.operator;
import static dev.millrace.duels.Moves.outside;
import static dev.millrace.duels.Moves.payment;
import static dev.millrace.duels.Moves.place;
import static dev.millrace.duels.Moves.skip;
import static dev.millrace.duels.Moves.sweep;
import static java.util.stream.Collectors.joining;

import dev.millrace.duels.Defects.Defect;
import dev.millrace.duels.JournalStream.Reader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// The story of a duel: rounds of deeds that run concurrently, and the time between the rounds.
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

    /// The state of the booking when the duel begins.
    enum Opening {
        NOTHING,
        PLACED,
        PLACED_AND_SEEN,
        CONFIRMED,
        CONFIRMED_AND_SEEN
    }

    /// Deeds that run concurrently, and the time after them in which nothing happens.
    record Round(List<Deed> deeds, Duration pause) {
        @Override
        public String toString() {
            return deeds.stream().map(Deed::words).collect(joining("; ")) + "; then " + pause;
        }
    }

    /// One deed.
    record Deed(String words, BiConsumer<World, Play> start) {}

    /// The objects that deeds act on.
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

    /// Something breaks. An operator repairs it while the booking goes on.
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

    /// The row cannot be read. An operator repairs it while the booking goes on.
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

    /// One process cannot do one thing. An operator skips it or waits.
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

    /// Payments arrive before their booking, and wait for it about as long as they can.
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

    /// Another client books the same seats, and clients cancel while seats are held.
    private static List<Round> crowded(RandomGenerator random, Opening opening) {
        var rounds = new ArrayList<Round>();
        var first = new ArrayList<Deed>();
        if (opening == Opening.NOTHING) first.add(place(random));
        first.add(crashing("rival", random, (_, play, crash) -> play.deeds().placeRival(crash)));
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
}
