package dev.millrace.duels;

import static dev.millrace.eventsourcing.testkit.simulation.Invocation.CrashPoint.NEVER;

import dev.millrace.duels.JournalStream.Reader;
import dev.millrace.duels.Story.Opening;
import dev.millrace.duels.Story.Play;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// One duel: a story is played, the world settles until nothing changes, and the judge checks it.
final class Duel {
    private static final int MOST_ROUNDS = 40;
    private static final int EVERYTHING = 100;

    private final long seed;
    private final Story story;
    private final World world;
    private final Deeds deeds;
    private final Defects defects;
    private final Judge judge;

    private Duel(long seed, Story story) {
        this.seed = seed;
        this.story = story;
        this.world = new World(seed);
        this.deeds = new Deeds(world);
        this.defects = new Defects(world);
        this.judge = new Judge(world, deeds);
    }

    /// The result of a duel.
    ///
    /// @param violations of what the service promises; empty if there is none
    /// @param account the history of the duel, for people
    record Result(long seed, List<String> violations, Supplier<String> account) {}

    /// The duel of a seed.
    static Result of(long seed) {
        return of(seed, Story.of(seed));
    }

    /// The duel of a given story, in the order that a seed decides.
    static Result of(long seed, Story story) {
        var duel = new Duel(seed, story);
        var violations = new ArrayList<String>();
        try {
            duel.play();
            violations.addAll(duel.judge.violations());
        } catch (RuntimeException failed) {
            violations.add("ended: " + failed.getMessage());
        }
        return new Result(seed, violations, () -> duel.account(violations));
    }

    private void play() {
        open();
        world.trouble.begin();
        world.whenCommitted(deeds::deliverNews);
        for (var round : story.rounds()) {
            world.simulation.note("ROUND " + round);
            round.deeds().forEach(deed -> deed.start().accept(world, new Play(deeds, defects)));
            world.simulation.run();
            deeds.retryPayments();
            world.simulation.advance(round.pause());
        }
        world.whenCommitted(() -> {});
        world.trouble.end();
        defects.end();
        world.simulation.note("SETTLING");
        deeds.place(NEVER);
        settle(() -> {});
        judge.look("when all is delivered", false);
        world.simulation.advance(World.HOLD.plusMinutes(1));
        settle(() -> deeds.expire(NEVER));
        judge.look("when all time has passed", true);
        erase();
    }

    /// One duel in three goes on with an erasure, if it has no violations.
    private void erase() {
        if (seed % 3 != 0) return;
        var status = judge.status();
        if (status == null || !judge.violations().isEmpty()) return;
        new Erasing(seed, world, new Play(deeds, defects), () -> settle(() -> {}))
                .violations(status)
                .forEach(judge::note);
    }

    private void open() {
        var opening = story.opening();
        if (opening == Opening.NOTHING) return;
        now(() -> deeds.place(NEVER));
        if (opening == Opening.PLACED) return;
        now(() -> deeds.deliver(Reader.VIEW, 0, 1, NEVER));
        if (opening == Opening.PLACED_AND_SEEN) return;
        now(() -> deeds.deliver(Reader.PROCESSES, 0, 1, NEVER));
        now(() -> deeds.deliver(Reader.PROCESSES, 0, 1, NEVER));
        if (opening == Opening.CONFIRMED) return;
        now(() -> deeds.deliver(Reader.VIEW, 0, 1, NEVER));
    }

    /// Delivers, sweeps and redrives until nothing is left to do.
    private void settle(Runnable more) {
        for (var round = 0; round < MOST_ROUNDS; round++) {
            now(deeds::retryPayments);
            now(() -> deeds.deliver(Reader.PROCESSES, 0, EVERYTHING, NEVER));
            now(() -> deeds.deliver(Reader.VIEW, 0, EVERYTHING, NEVER));
            now(() -> deeds.sweep(NEVER));
            now(more);
            if (round > 2) {
                now(deeds::redriveAll);
                now(deeds::redriveInputs);
            }
            if (isQuiet()) return;
            world.simulation.advance(Duration.ofMinutes(1L << Math.min(round, 6)));
        }
        judge.note("it never ends: after %s rounds there is still work".formatted(MOST_ROUNDS));
    }

    private boolean isQuiet() {
        return deeds.allPaymentsAreDelivered()
                && world.stream.isAtEnd(Reader.PROCESSES)
                && world.stream.isAtEnd(Reader.VIEW)
                && judge.nothingIsOwed();
    }

    private void now(Runnable deed) {
        deed.run();
        world.simulation.run();
    }

    private String account(List<String> violations) {
        return "duel %s\n%s\n\n%s\n\nVIOLATIONS\n%s\n"
                .formatted(seed, story, world.simulation.history(), String.join("\n", violations));
    }
}
