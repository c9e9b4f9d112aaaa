package dev.millrace.duels;

import static dev.millrace.eventsourcing.testkit.simulation.Invocation.CrashPoint.NEVER;
import static java.util.stream.Collectors.toCollection;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.booking.BookingStatus;
import dev.millrace.booking.BookingType;
import dev.millrace.duels.JournalStream.Reader;
import dev.millrace.duels.Story.Deed;
import dev.millrace.duels.Story.Play;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The end of some duels: the client asks for erasure. Two operators erase the booking at once, or
/// one crashes, while every other deed can still happen.
final class Erasing {
    private static final int ROUNDS = 3;
    private static final int EVERYTHING = 100;

    private final World world;
    private final Play play;
    private final Runnable settle;
    private final RandomGenerator random;
    private final List<String> violations = new ArrayList<>();
    private @Nullable Object outcome;

    /// @param settle delivers and sweeps until nothing is left to do
    Erasing(long seed, World world, Play play, Runnable settle) {
        this.world = world;
        this.play = play;
        this.settle = settle;
        this.random = new SplittableRandom(~seed);
    }

    /// Plays the erasure, and checks its result.
    ///
    /// @param status the status of the booking before
    /// @return the violations
    List<String> violations(BookingStatus status) {
        var known = Set.copyOf(play.deeds().paid().keySet());
        var refunded = refunded();
        var held = held();
        world.stream.keepImages(world.dynamoDb);
        for (var round = 0; round < ROUNDS; round++) {
            var deeds = deeds();
            world.simulation.note("ERASING " + deeds.stream().map(Deed::words).toList());
            deeds.forEach(deed -> deed.start().accept(world, play));
            world.simulation.run();
        }
        settle.run();
        world.simulation.advance(World.UNKNOWN_WAIT.plusMinutes(1));
        settle.run();
        play.deeds().erase(NEVER, answer -> outcome = answer);
        world.simulation.run();
        judge(status, known, refunded, held);
        return violations;
    }

    private List<Deed> deeds() {
        var deeds = new ArrayList<Deed>();
        for (var n = 2 + random.nextInt(4); n > 0; n--) deeds.add(deed());
        return deeds;
    }

    private Deed deed() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 ->
                    Moves.crashing(
                            "erase", random, (_, who, crash) -> who.deeds().erase(crash, _ -> {}));
            case 4, 5 -> again(Reader.PROCESSES);
            case 6 -> again(Reader.VIEW);
            case 7 ->
                    Moves.crashing(
                            "rebuild", random, (_, who, crash) -> who.deeds().rebuild(crash));
            case 8 ->
                    Moves.crashing(
                            "from the journal",
                            random,
                            (_, who, crash) -> who.deeds().fromJournal(crash));
            case 9 -> Moves.cancel(random);
            case 10 -> Moves.place(random);
            default -> Moves.payment(random);
        };
    }

    private Deed again(Reader reader) {
        var most = 1 + random.nextInt(8);
        return Moves.crashing(
                "stream to %s (%s again)".formatted(reader, most),
                random,
                (_, who, crash) -> who.deeds().deliver(reader, most, EVERYTHING, crash));
    }

    private void judge(
            BookingStatus status, Set<String> known, Set<String> refundedBefore, long heldBefore) {
        var commits = commits();
        var isOver =
                status != BookingStatus.AWAITING_CONFIRMATION && status != BookingStatus.CONFIRMED;
        if (!isErased()) {
            if (commits.stream().anyMatch(Commit::isErased)) note("never ends: " + outcome);
            if (isOver && play.deeds().skipped().isEmpty()) note("refused: " + outcome);
            return;
        }
        if (!commits.stream().allMatch(Commit::isErased)) note("a commit is left");
        named().forEach(item -> note("the client is left in " + Words.of(item)));
        if (isOver && play.deeds().skipped().isEmpty() && held() != heldBefore)
            note("its seats changed");
        var refunds = new LinkedHashSet<>(refunded());
        refunds.removeAll(refundedBefore);
        for (var payment : play.deeds().paid().keySet()) {
            if (known.contains(payment) != refunds.contains(payment)) continue;
            if (!isOver || !play.deeds().skipped().isEmpty()) continue;
            note(
                    payment
                            + (refunds.contains(payment)
                                    ? " was refunded late"
                                    : " was not refunded"));
        }
    }

    private void note(String what) {
        violations.add("erasing: " + what);
    }

    private boolean isErased() {
        return outcome instanceof Map<?, ?> answer && "ERASED".equals(answer.get("outcome"));
    }

    private List<? extends Commit<?>> commits() {
        return new DynamoDbJournal<>(world.dynamoDb, Tables.EVENTS, BookingType.BOOKING)
                .read(World.BOOKING, 0);
    }

    private Stream<Map<String, ?>> named() {
        return Stream.of(Tables.EVENTS, Tables.VIEW, Tables.SEATS, Tables.PROCESSES, Tables.ERASED)
                .<Map<String, ?>>flatMap(table ->
                        world.dynamoDb.scan(scan -> scan.tableName(table)).items().stream())
                .filter(item ->
                        item.toString().contains("S=" + World.CLIENT + ")")
                                || item.toString().contains('"' + World.CLIENT + '"'));
    }

    private long held() {
        return world.dynamoDb.scan(scan -> scan.tableName(Tables.SEATS)).items().stream()
                .filter(item -> fromS(World.BOOKING).equals(item.get("heldBy")))
                .count();
    }

    /// The payments that were refunded as a whole.
    private Set<String> refunded() {
        return world.bus
                .all("RefundRequested")
                .filter(refund -> !refund.text("reason").equals("OVERPAID"))
                .map(refund -> refund.text("paymentId"))
                .collect(toCollection(LinkedHashSet::new));
    }
}
