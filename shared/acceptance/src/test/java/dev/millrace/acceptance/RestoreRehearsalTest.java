package dev.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.TemplateFile;
import dev.millrace.demo.ServiceClient;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.local.LocalCloud;
import dev.millrace.local.LocalCloudOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The restore runbook of docs/restore.md. The journal is lost, and a copy of an earlier moment is
/// in a new table. The functions stop, the journal is copied, and what is ahead of it is
/// reconciled. Then the functions run again, with nothing in their memory.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RestoreRehearsalTest {
    private static final String LONG_AGO = "2026-01-01T00:00:00.000Z";
    private static final String HALL = "hall";

    @TempDir private Path folder;

    private final Queue<JsonNode> bus = new ConcurrentLinkedQueue<>();

    /// A local cloud on the data of the previous one.
    private final class Stage implements AutoCloseable {
        final LocalCloud cloud;
        final ServiceClient client;
        final LocalTables tables;

        Stage(Path template) {
            this.cloud =
                    LocalCloud.start(
                            LocalCloudOptions.of(template)
                                    .withClasses(RestoreRehearsalTest.class.getClassLoader())
                                    .withParameters(
                                            Map.of(
                                                    "ReservationHold", "PT6H",
                                                    "UnknownBookingWait", "PT2S"))
                                    .withScheduleEvery(Duration.ofMillis(500))
                                    .withData(folder.resolve("data")));
            this.client =
                    new ServiceClient(
                            cloud.api(), cloud.eventBridge(), cloud.resource("Bus"), Thread::sleep);
            this.tables = new LocalTables(cloud);
            cloud.onBusEvent(bus::add);
        }

        Ran millrace(String... arguments) {
            return Ran.on(cloud.api(), arguments);
        }

        RestoreJudge judge() {
            return new RestoreJudge(tables, bus);
        }

        void isSoon(String booking, String status) {
            assertThat(client.await("ada", booking, status)).as(booking).isEqualTo(status);
        }

        /// Makes a confirmed booking of ada's.
        String confirmed(int seat) {
            var booking = client.book("ada", HALL, seat);
            isSoon(booking, "CONFIRMED");
            return booking;
        }

        void settle(String booking) {
            client.pay("ada", "pays " + booking, booking, "49.90");
            isSoon(booking, "SETTLED");
        }

        /// Waits until every booking's instances are at the end of its journal.
        void comesToRest() {
            tables.quiet();
            await().atMost(Duration.ofSeconds(20)).until(() -> judge().behind().isEmpty());
        }

        @Override
        public void close() {
            cloud.close();
        }
    }

    private Stage running() {
        return new Stage(TemplateFile.ROOT.resolve("template.yaml"));
    }

    /// A local cloud without triggers: only the functions that an operator calls run.
    private Stage stopped() throws IOException {
        var file = folder.resolve("template.yaml");
        var template = Files.readString(TemplateFile.ROOT.resolve("template.yaml"));
        Files.writeString(file, UntriggeredCloud.untriggered(template));
        return new Stage(file);
    }

    @Test
    void the_journal_of_an_earlier_moment_is_restored_and_everything_goes_on_from_there()
            throws IOException {
        String settled;
        String paidLater;
        String cancelledLater;
        String erasedLater;
        String confirmedLater;
        String open;
        List<Map<String, AttributeValue>> backup;
        String lost = Ids.of("idempotency-key", "ada", "lost");
        String denied;
        try (var before = running()) {
            before.client.putConcert(HALL, "49.90", 9);
            settled = before.confirmed(1);
            before.settle(settled);
            paidLater = before.confirmed(2);
            cancelledLater = before.confirmed(3);
            erasedLater = before.confirmed(4);
            before.settle(erasedLater);
            open = before.confirmed(5);
            confirmedLater = before.confirmed(6);
            before.comesToRest();
            backup =
                    before.tables.items("BookingEventsTable").stream()
                            .filter(item -> !isCommit(item, confirmedLater, 2))
                            .toList();

            before.settle(paidLater);
            before.settle(confirmedLater);
            before.client.cancel("ada", cancelledLater, "ill");
            before.isSoon(cancelledLater, "CANCELLED");
            before.client.pay("ada", "too late", cancelledLater, "49.90");
            before.client.bookUnder("lost", "ada", HALL, 7);
            before.isSoon(lost, "CONFIRMED");
            before.settle(lost);
            denied = before.client.book("ada", HALL, 1);
            before.isSoon(denied, "DENIED");
            before.comesToRest();
            assertThat(before.millrace("erase", erasedLater).exitCode()).isZero();
            await().until(() -> before.judge().refunds().containsKey("too late"));
            before.comesToRest();
            before.tables.emptyJournal();
        }

        try (var stopped = stopped()) {
            stopped.tables.putRestored(backup);
            var restored = stopped.millrace("restore");
            assertThat(restored.out())
                    .isEqualToIgnoringNewLines(
                            "Copied %s commits, 0 were there already.".formatted(backup.size()));
            assertThat(stopped.millrace("restore").out())
                    .contains("Copied 0 commits, %s were".formatted(backup.size()));
            assertThat(stopped.millrace("ahead").out())
                    .contains("LEFT payment " + erasedLater)
                    .contains("erase --listed");
            var erased = stopped.millrace("erase", "--listed");
            assertThat(erased.exitCode()).as("%s", erased).isZero();

            var ahead = stopped.millrace("ahead");
            assertThat(ahead.exitCode()).isEqualTo(1);
            assertThat(what(ahead))
                    .containsExactlyInAnyOrder(
                            "AHEAD payment " + paidLater,
                            "AHEAD reminder " + paidLater,
                            "AHEAD payment " + confirmedLater,
                            "AHEAD reminder " + confirmedLater,
                            "AHEAD payment " + cancelledLater,
                            "AHEAD reminder " + cancelledLater,
                            "AHEAD payment " + lost,
                            "AHEAD reminder " + lost,
                            "AHEAD booking-view " + paidLater,
                            "AHEAD booking-view " + confirmedLater,
                            "AHEAD booking-view " + cancelledLater,
                            "AHEAD booking-view " + lost,
                            "AHEAD booking-view " + denied,
                            "AHEAD Booking#" + cancelledLater,
                            "AHEAD Booking#" + lost);
            var reconciled = stopped.millrace("ahead", "--reconcile");
            assertThat(reconciled.exitCode()).as("%s", reconciled).isZero();
            assertThat(reconciled.out()).contains("15 ahead, 15 reconciled.");
            assertThat(stopped.millrace("ahead").out()).contains(": 0 ahead");
            hurry(stopped.tables);
        }

        try (var after = running()) {
            for (var booking : List.of(settled, paidLater, confirmedLater)) {
                after.isSoon(booking, "SETTLED");
            }
            after.isSoon(cancelledLater, "CANCELLED");
            after.isSoon(open, "CONFIRMED");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> after.judge().refunds().containsKey("pays " + lost));
            var rebuilt = after.millrace("rebuild", "booking-view");
            assertThat(rebuilt.exitCode()).as("%s", rebuilt).isZero();

            // New commits have the numbers of the lost ones.
            after.client.cancel("ada", open, "ill");
            after.isSoon(open, "CANCELLED");
            for (var seat : List.of(3, 5, 7)) {
                var booking = after.client.bookWhenFree("ada", HALL, seat);
                after.isSoon(booking, "CONFIRMED");
                after.settle(booking);
            }

            // The seats still have the reservation of a lost booking. Placed again, the booking
            // waits without success.
            after.client.bookUnder("lost", "ada", HALL, 8);
            await().during(Duration.ofSeconds(2))
                    .until(() ->
                            after.client
                                    .await("ada", lost, "AWAITING_CONFIRMATION")
                                    .equals("AWAITING_CONFIRMATION"));
            assertThat(after.millrace("ahead", "--reconcile").out())
                    .contains("RECONCILED Booking#" + lost);
            after.isSoon(lost, "CANCELLED");

            after.confirmed(9);
            after.comesToRest();
            assertThat(after.millrace("parked").out()).startsWith("Nothing is parked.");
            assertThat(after.millrace("ahead").out()).contains(": 0 ahead");
            after.judge().everyPaymentEndedOnce("pays " + erasedLater);
            after.judge().everySeatIsHeldByABooking();
        }
    }

    private static boolean isCommit(Map<String, AttributeValue> item, String booking, int seq) {
        return fromS("Booking#" + booking).equals(item.get("pk"))
                && fromN(String.valueOf(seq)).equals(item.get("seq"));
    }

    /// The result lines, without their explanations.
    private static List<String> what(Ran ran) {
        return ran.out()
                .lines()
                .filter(line -> line.contains(": "))
                .filter(line -> !line.startsWith("Compared "))
                .map(line -> line.substring(0, line.indexOf(": ")))
                .toList();
    }

    /// Makes instances due now that would be due in a minute.
    private static void hurry(LocalTables tables) {
        for (var item : tables.items("ProcessesTable")) {
            if (!item.containsKey("behind")) continue;
            tables.change("ProcessesTable", item, Map.of("dueAt", LONG_AGO));
        }
    }
}
