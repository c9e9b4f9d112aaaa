package dev.millrace.eventsourcing.dispatch;

import static dev.millrace.eventsourcing.testkit.simulation.Invocation.CrashPoint.NEVER;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// One duel: it plays a story, settles until nothing is left to do, and checks the promises.
final class DispatchDuel {
    private static final int MOST_ROUNDS = 60;
    private static final int EVERYTHING = 1_000;

    private final long seed;
    private final DuelStory story;
    private final DuelDepot depot;
    private final DuelDeeds deeds;
    private final DispatchJudge judge;

    private DispatchDuel(long seed) {
        this.seed = seed;
        this.story = DuelStory.of(seed);
        this.depot = new DuelDepot(seed, story.parcels(), story.couriers());
        this.deeds = new DuelDeeds(depot);
        this.judge = new DispatchJudge(depot);
    }

    /// The result of a duel.
    ///
    /// @param violations the broken promises; empty if there are none
    /// @param account the story, the history and the violations as text
    record Result(long seed, List<String> violations, Supplier<String> account) {}

    /// Plays the duel of a seed.
    static Result of(long seed) {
        var duel = new DispatchDuel(seed);
        var violations = new ArrayList<String>();
        try {
            duel.play();
            violations.addAll(duel.judge.violations());
        } catch (RuntimeException failed) {
            violations.add("ended: " + failed.getMessage());
        }
        violations.addAll(duel.depot.violations);
        return new Result(seed, violations, () -> duel.account(violations));
    }

    private void play() {
        depot.trouble.begin();
        depot.whenCommitted(this::deliverNews);
        for (var round : story.rounds()) {
            depot.simulation.note("ROUND " + round);
            round.deeds().forEach(deed -> deed.start().accept(depot, deeds));
            depot.simulation.run();
            depot.simulation.advance(round.pause());
        }
        depot.whenCommitted(() -> {});
        depot.trouble.end();
        depot.simulation.note("SETTLING");
        settle();
    }

    /// Delivers the new commits of each stream at once, in two of three cases.
    private void deliverNews() {
        for (var stream : depot.streams()) {
            var random = depot.simulation.random();
            if (random.nextInt(3) == 0) continue;
            var most = random.nextBoolean() ? EVERYTHING : 1 + random.nextInt(3);
            deeds.deliver(stream, 0, most, NEVER);
        }
    }

    /// Delivers, sweeps and redrives until nothing is left to do.
    private void settle() {
        for (var round = 0; round < MOST_ROUNDS; round++) {
            depot.couriers.forEach(courier -> deeds.clients().empty(courier, false));
            for (var parcel : depot.parcels) now(() -> deeds.clients().register(parcel, NEVER));
            for (var parcel : depot.parcels) now(() -> deeds.clients().deliver(parcel, NEVER));
            for (var stream : depot.streams()) {
                now(() -> deeds.deliver(stream, 0, EVERYTHING, NEVER));
            }
            now(() -> deeds.sweep(NEVER));
            if (round > 1) {
                now(deeds::fromJournalWhatWasLost);
                depot.streams().forEach(stream -> stream.lost().clear());
                now(deeds::redriveAll);
            }
            if (round > 1 && isDone()) return;
            depot.simulation.advance(Duration.ofMinutes(1L << Math.min(round, 6)));
        }
        judge.note("after %s rounds there is still work".formatted(MOST_ROUNDS));
    }

    private boolean isDone() {
        return depot.isAtRest() && depot.streams().stream().allMatch(RecordStream::isAtEnd);
    }

    private void now(Runnable deed) {
        deed.run();
        depot.simulation.run();
    }

    private String account(List<String> violations) {
        return "duel %s: %s\n\n%s\n\nVIOLATIONS\n%s\n"
                .formatted(seed, story, depot.simulation.history(), String.join("\n", violations));
    }
}
