package dev.millrace.functions.processes;

import static dev.millrace.booking.dynamodb.BookingHistory.BEGINNING;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.dynamodb.Item;
import dev.millrace.eventsourcing.lambda.StreamBatch;
import dev.millrace.eventsourcing.lambda.TestContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The steps between golden files. Each step begins with cold functions and the file of the
/// previous step.
final class GoldenStories {
    private GoldenStories() {}

    /// One step.
    ///
    /// @param before the golden file that the step begins with; null for the first step of a story
    record Step(@Nullable String before, String after, Consumer<Backstage> does) {
        @Override
        public String toString() {
            return after;
        }
    }

    static Stream<Step> all() {
        return Stream.of(
                        lives(), payment(), timers(), ParkedStory.parked(), snapshots(), failures())
                .flatMap(story -> story.steps.build());
    }

    /// A story: its steps, in order.
    static final class Story {
        private final String name;
        private final Stream.Builder<Step> steps = Stream.builder();
        private @Nullable String last;
        private int number;

        Story(String name) {
            this.name = name;
        }

        Story step(String step, Consumer<Backstage> does) {
            number++;
            var after = "%s/%s%s-%s.json".formatted(name, number < 10 ? "0" : "", number, step);
            steps.add(new Step(last, after, does));
            last = after;
            return this;
        }
    }

    /// One booking for every end of a booking, and one whose first commit no process has received.
    private static Story lives() {
        var unseen = Ids.of("ada", "unseen");
        var denied = Ids.of("ada", "denied");
        var cancelled = Ids.of("bob", "cancelled");
        var expired = Ids.of("ada", "expired");
        var settled = Ids.of("ada", "settled");
        var dropped = Ids.of("bob", "dropped");
        var free = Ids.of("bob", "free");
        var all = List.of(unseen, denied, cancelled, expired, settled, dropped, free);
        return new Story("lives")
                .step("on-sale", _ -> {})
                .step(
                        "placed",
                        stage -> {
                            var history = stage.history();
                            history.placed("ada", "unseen", 1);
                            history.placed("ada", "denied", 1, 99);
                            history.placed("bob", "cancelled", 2);
                            history.placed("ada", "expired", 3);
                            history.placed("ada", "settled", 4);
                            history.cancelled(history.placed("bob", "dropped", 1), "bob", null);
                            history.confirmed(history.placed("bob", "free", 1), null, "0.00");
                        })
                .step("reserved", stage -> deliver(stage, 1, denied, cancelled, expired, settled))
                .step("released-before-held", stage -> stage.deliver(dropped, 2))
                .step(
                        "confirmed",
                        stage -> deliver(stage, 2, denied, cancelled, expired, settled, free))
                .step("rows-midway", stage -> all.forEach(id -> rebuild(stage, id)))
                .step("cancelled", stage -> stage.history().cancelled(cancelled, "bob", "ill"))
                .step("cancellation-delivered", stage -> stage.deliver(cancelled, 3))
                .step("paid", stage -> pay(stage, settled, "payment-1", "60.00"))
                .step("payment-delivered", stage -> stage.deliver(settled, 3))
                .step("reminded", stage -> sweep(stage, Duration.ofHours(4)))
                .step(
                        "expired",
                        stage -> {
                            stage.history().clock().advance(Duration.ofDays(1));
                            stage.history().expired(expired);
                        })
                .step("expiry-delivered", stage -> stage.deliver(expired, 3))
                .step("rows-at-the-end", stage -> all.forEach(id -> rebuild(stage, id)))
                .step(
                        "from-journal-again",
                        stage -> {
                            for (var process : List.of("payment", "reminder", "reservation"))
                                all.forEach(id -> fromJournal(stage, process, id));
                        })
                .step("erased", stage -> all.forEach(id -> erase(stage, id)))
                .step(
                        "paid-again-after-it-was-erased",
                        stage -> {
                            pay(stage, settled, "payment-1", "60.00");
                            pay(stage, settled, "payment-9", "60.00");
                            pay(stage, cancelled, "payment-8", "60.00");
                        });
    }

    /// Payments that arrive early, for an unknown booking, or twice.
    private static Story payment() {
        var early = Ids.of("ada", "early");
        var unknown = Ids.of("nobody", "unknown");
        return new Story("payment")
                .step(
                        "waits-for-a-booking",
                        stage -> {
                            pay(stage, early, "payment-1", "49.90");
                            pay(stage, unknown, "payment-2", null);
                        })
                .step(
                        "waits-for-its-journal",
                        stage -> {
                            stage.breakdowns().throttle("Events", true);
                            tryTo(() ->
                                    pay(stage, Ids.of("nobody", "later"), "payment-3", "10.00"));
                            stage.breakdowns().throttle("Events", false);
                        })
                .step(
                        "booking-appears",
                        stage -> {
                            stage.history().placed("ada", "early", 1);
                            stage.deliver(early, 1);
                        })
                .step(
                        "owes-a-command",
                        stage -> {
                            var confirmed = stage.records(early).subList(1, 2);
                            stage.breakdowns().throttle("Events", true);
                            stage.deliver(StreamBatch.ofItems(confirmed));
                            stage.breakdowns().throttle("Events", false);
                        })
                .step("command-sent", stage -> sweep(stage, Duration.ofMinutes(2)))
                .step("waited-long-enough", stage -> sweep(stage, Duration.ofMinutes(11)))
                .step(
                        "owes-a-refund",
                        stage -> {
                            stage.breakdowns().failBus(new Outage("the bus does not answer", null));
                            tryTo(() -> pay(stage, early, "payment-4", "49.90"));
                        })
                .step("refunded", stage -> pay(stage, early, "payment-4", "49.90"))
                .step(
                        "delivered-twice",
                        stage -> {
                            stage.deliver(StreamBatch.ofItems(stage.records(early)));
                            stage.deliver(StreamBatch.ofItems(stage.records(early)));
                            pay(stage, early, "payment-1", "49.90");
                            pay(stage, unknown, "payment-2", null);
                        });
    }

    /// Timers without an entity whose journal is read first. Today no process of a booking has one.
    private static Story timers() {
        var unknown = Ids.of("nobody", "unknown");
        return new Story("timers")
                .step(
                        "without-an-entity",
                        stage -> {
                            pay(stage, unknown, "payment-1", "49.90");
                            remove(stage, "payment#" + unknown, "timers", ",\"having\":\\{[^}]*}");
                        })
                .step("written-again", stage -> pay(stage, unknown, "payment-2", "49.90"))
                .step("fired", stage -> sweep(stage, Duration.ofMinutes(11)));
    }

    /// Bookings whose next commit is the 200th: it has the snapshot.
    private static Story snapshots() {
        var confirmed = Ids.of("ada", "confirmed");
        var cancelled = Ids.of("ada", "cancelled");
        var placed = "{\"type\":\"AwaitingConfirmation\",\"v\":1,\"data\":{\"clientId\":\"ada\"}}";
        var unpaid =
                "{\"type\":\"Confirmed\",\"v\":1,\"data\":{\"clientId\":\"ada\",\"price\":{\"amount\":\"49.90\",\"currency\":\"EUR\"},\"expiresAt\":\"2026-03-01T12:00:00.123456789Z\"}}";
        return new Story("snapshots")
                .step(
                        "199th-commits",
                        stage -> {
                            var history = stage.history();
                            history.placed("ada", "confirmed", 1);
                            history.placed("ada", "denied", 99);
                            history.placed("ada", "cancelled", 2);
                            history.confirmed(
                                    history.placed("ada", "expired", 3), BEGINNING, "49.90");
                            history.confirmed(
                                    history.placed("ada", "settled", 4), BEGINNING, "49.90");
                            for (var name : List.of("confirmed", "denied", "cancelled"))
                                lengthen(stage, name, placed);
                            for (var name : List.of("expired", "settled"))
                                lengthen(stage, name, unpaid);
                        })
                .step(
                        "200th-commits",
                        stage -> {
                            stage.deliver(StreamBatch.ofItems(stage.records(confirmed)));
                            stage.deliver(
                                    StreamBatch.ofItems(stage.records(Ids.of("ada", "denied"))));
                            stage.history().cancelled(cancelled, "ada", "ill");
                            stage.history().expired(Ids.of("ada", "expired"));
                            stage.history().paid(Ids.of("ada", "settled"), "payment-1", "49.90");
                        })
                .step("201st-commit", stage -> stage.history().cancelled(confirmed, "ada", null));
    }

    /// Payments that Lambda moved to the failure queue.
    private static Story failures() {
        var booking = Ids.of("ada", "failed");
        return new Story("failures")
                .step(
                        "payment-failed",
                        stage -> {
                            stage.history().placed("ada", "failed", 1);
                            stage.history().confirmed(booking, null, "49.90");
                            stage.queue().send(invocation(booking));
                        })
                .step("payment-tried-again", stage -> sweep(stage, Duration.ofMinutes(1)));
    }

    /// A failed invocation, as Lambda records it.
    private static String invocation(String booking) {
        return """
        {"version":"1.0","timestamp":"2026-03-01T12:00:02.123Z",\
        "requestContext":{"requestId":"request-1","condition":"RetriesExhausted",\
        "approximateInvokeCount":3},\
        "requestPayload":{"version":"0","id":"event-of-payment-1",\
        "detail-type":"PaymentReceived","source":"payments",\
        "detail":{"clientId":"bob","paymentId":"payment-1","bookingId":"%s",\
        "amount":"49.90","currency":"EUR"}},\
        "responseContext":{"statusCode":200,"functionError":"Unhandled"}}\
        """
                .formatted(booking);
    }

    private static Map<String, Object> detail(
            String booking, String payment, @Nullable String amount) {
        var detail = new HashMap<String, Object>();
        detail.putAll(Map.of("clientId", "bob", "paymentId", payment, "bookingId", booking));
        if (amount != null) detail.putAll(Map.of("amount", amount, "currency", "EUR"));
        return detail;
    }

    static void pay(Backstage stage, String booking, String payment, @Nullable String amount) {
        stage.pay("event-of-" + payment, detail(booking, payment, amount));
    }

    static void deliver(Backstage stage, int seq, String... bookings) {
        for (var booking : bookings) stage.deliver(booking, seq);
    }

    static void sweep(Backstage stage, Duration later) {
        stage.history().clock().advance(later);
        stage.timers().run(TestContext.inTime());
    }

    static void rebuild(Backstage stage, String booking) {
        fromJournal(stage, "booking-view", booking);
    }

    /// A booking that is not over stays as it is.
    private static void erase(Backstage stage, String id) {
        stage.operate(Map.of("operation", "erase", "entity", id));
    }

    private static void fromJournal(Backstage stage, String process, String booking) {
        stage.operate(Map.of("operation", "from-journal", "process", process, "entity", booking));
    }

    private static void tryTo(Runnable work) {
        try {
            work.run();
        } catch (Outage expected) {
            return;
        }
    }

    static void remove(Backstage stage, String pk, String attribute, String pattern) {
        var item = stage.item("Processes", Map.of("pk", fromS(pk)));
        var text = new Item(item).text(attribute).replaceAll(pattern, "");
        item.put(attribute, fromS(text));
        stage.put("Processes", item);
    }

    /// Makes the last commit of a booking its 199th, and gives it a snapshot, which such a commit
    /// does not have otherwise. So the files need not have the 198 commits before.
    private static void lengthen(Backstage stage, String name, String state) {
        var commits = stage.records(Ids.of("ada", name));
        var last = new HashMap<>(commits.getLast());
        var ids = IntStream.rangeClosed(100, 199).mapToObj(n -> Ids.of(name, "command " + n));
        var snapshot =
                "{\"v\":1,\"state\":%s,\"ids\":%s}".formatted(state, Json.write(ids.toList()));
        last.put("seq", fromN("199"));
        last.put("snap", fromS(snapshot));
        commits.forEach(commit -> stage.breakdowns().delete("Events", commit));
        stage.put("Events", last);
    }
}
