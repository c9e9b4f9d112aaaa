package dev.millrace.eventsourcing.dispatch;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// The script of a duel: rounds of concurrent deeds, and the time between them.
record DuelStory(int parcels, int couriers, List<Round> rounds) {
    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofMillis(20),
                    Duration.ofMillis(59_960),
                    Duration.ofSeconds(61),
                    Duration.ofSeconds(61),
                    Duration.ofMinutes(5),
                    Dispatch.LOOK_AGAIN,
                    Duration.ofDays(9));

    /// Concurrent deeds, and the pause after them.
    record Round(List<Deed> deeds, Duration pause) {
        @Override
        public String toString() {
            return deeds.stream().map(Deed::words).collect(joining("; ")) + "; then " + pause;
        }
    }

    record Deed(String words, BiConsumer<DuelDepot, DuelDeeds> start) {}

    static DuelStory of(long seed) {
        var random = new SplittableRandom(seed).split();
        var parcels = 2 + random.nextInt(4);
        var couriers = 1 + random.nextInt(2);
        var moves = new DuelMoves(random, parcels, couriers);
        var rounds =
                switch (random.nextInt(6)) {
                    case 0, 1 -> anything(random, moves);
                    case 2 -> defective(random, moves);
                    case 3 -> lossy(random, moves);
                    case 4 -> late(random, moves);
                    default ->
                            random.nextInt(16) == 0
                                    ? flooded(random, moves)
                                    : rushed(random, moves);
                };
        return new DuelStory(parcels, couriers, rounds);
    }

    /// Parcels, and deeds of any kind.
    private static List<Round> anything(RandomGenerator random, DuelMoves moves) {
        var rounds = new ArrayList<Round>();
        for (var n = 2 + random.nextInt(3); n > 0; n--) {
            var deeds = new ArrayList<Deed>();
            deeds.add(moves.register());
            for (var more = random.nextInt(4); more > 0; more--) deeds.add(moves.any());
            rounds.add(round(random, deeds));
        }
        return rounds;
    }

    /// Something breaks. While parcels are on their way, an operator repairs and redrives.
    private static List<Round> defective(RandomGenerator random, DuelMoves moves) {
        var rounds = new ArrayList<Round>();
        var broken = new ArrayList<Deed>();
        broken.add(moves.defect());
        if (random.nextBoolean()) broken.add(moves.defect());
        broken.add(moves.register());
        broken.add(moves.register());
        broken.add(moves.delivery());
        rounds.add(round(random, broken));
        for (var n = 1 + random.nextInt(3); n > 0; n--) {
            var mending = new ArrayList<Deed>();
            mending.add(moves.operator());
            mending.add(moves.business());
            if (random.nextBoolean()) mending.add(moves.register());
            if (random.nextBoolean()) mending.add(moves.operator());
            if (random.nextInt(4) == 0) mending.add(moves.defect());
            rounds.add(round(random, mending));
        }
        return rounds;
    }

    /// Records age out of the streams, and an operator feeds some from the journal.
    private static List<Round> lossy(RandomGenerator random, DuelMoves moves) {
        var rounds = new ArrayList<Round>();
        for (var n = 2 + random.nextInt(3); n > 0; n--) {
            var deeds = new ArrayList<Deed>();
            deeds.add(moves.register());
            deeds.add(moves.loss());
            if (random.nextBoolean()) deeds.add(moves.loss());
            if (random.nextBoolean()) deeds.add(moves.delivery());
            if (random.nextBoolean()) deeds.add(moves.deliver());
            if (random.nextBoolean()) deeds.add(moves.operator());
            rounds.add(round(random, deeds));
        }
        return rounds;
    }

    /// The tracking cannot handle commits while parcels are taken. It receives them while parcels
    /// are delivered.
    private static List<Round> late(RandomGenerator random, DuelMoves moves) {
        var rounds = new ArrayList<Round>();
        var taken = new ArrayList<Deed>();
        taken.add(
                switch (random.nextInt(4)) {
                    case 0 -> moves.loss();
                    case 1 -> moves.failing("tracking");
                    default -> moves.throttle("tracking");
                });
        taken.add(moves.register());
        taken.add(moves.register());
        taken.add(moves.delivery(true, 3));
        rounds.add(round(random, taken));
        for (var n = 1 + random.nextInt(2); n > 0; n--) {
            var delivered = new ArrayList<Deed>();
            delivered.add(moves.mend());
            delivered.add(moves.deliver());
            delivered.add(moves.deliver());
            delivered.add(moves.delivery(false, 3));
            if (random.nextBoolean()) delivered.add(moves.delivery(true, 10));
            if (random.nextBoolean()) delivered.add(moves.fromJournal("tracking"));
            if (random.nextInt(3) == 0) delivered.add(moves.any());
            rounds.add(round(random, delivered));
        }
        return rounds;
    }

    /// Functions crash. Before their work is resumed, the couriers get so many commands that they
    /// forget earlier command ids.
    private static List<Round> rushed(RandomGenerator random, DuelMoves moves) {
        var rounds = new ArrayList<Round>();
        var sent = new ArrayList<Deed>();
        sent.add(moves.register());
        sent.add(moves.register());
        if (random.nextBoolean()) sent.add(moves.letter());
        sent.add(moves.delivery(true, 2));
        sent.add(moves.delivery());
        if (random.nextBoolean()) sent.add(moves.rush(51 + random.nextInt(10)));
        if (random.nextBoolean()) sent.add(moves.empty());
        rounds.add(round(random, sent));
        var rush = new ArrayList<Deed>();
        rush.add(moves.rush(51 + random.nextInt(10)));
        rush.add(moves.empty());
        if (random.nextBoolean()) rush.add(moves.sweep());
        if (random.nextBoolean()) rush.add(moves.delivery());
        rounds.add(round(random, rush));
        var resent = new ArrayList<Deed>();
        resent.add(moves.sweep());
        resent.add(moves.any());
        rounds.add(round(random, resent));
        return rounds;
    }

    /// The workload is parked while its couriers take more parcels than it keeps commit numbers.
    private static List<Round> flooded(RandomGenerator random, DuelMoves moves) {
        var rounds = new ArrayList<Round>();
        var parked = new ArrayList<Deed>();
        parked.add(moves.failing("workload"));
        parked.add(moves.register());
        parked.add(moves.register());
        parked.add(moves.delivery(true, 3));
        rounds.add(round(random, parked));
        var flood = new ArrayList<Deed>();
        flood.add(moves.rush(310));
        flood.add(moves.register());
        if (random.nextBoolean()) flood.add(moves.loss());
        flood.add(moves.delivery(false, 1_000));
        rounds.add(round(random, flood));
        var redriven = new ArrayList<Deed>();
        redriven.add(moves.mend());
        redriven.add(moves.sweep());
        redriven.add(moves.delivery(false, 1_000));
        if (random.nextBoolean()) redriven.add(moves.operator());
        rounds.add(round(random, redriven));
        return rounds;
    }

    private static Round round(RandomGenerator random, List<Deed> deeds) {
        return new Round(deeds, PAUSES.get(random.nextInt(PAUSES.size())));
    }

    @Override
    public String toString() {
        return "%s parcels, %s couriers".formatted(parcels, couriers)
                + IntStream.range(0, rounds.size())
                        .mapToObj(n -> "\nround " + (n + 1) + ": " + rounds.get(n))
                        .collect(joining());
    }
}
