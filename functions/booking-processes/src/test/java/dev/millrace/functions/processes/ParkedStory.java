package dev.millrace.functions.processes;

import static dev.millrace.functions.processes.GoldenStories.deliver;
import static dev.millrace.functions.processes.GoldenStories.pay;
import static dev.millrace.functions.processes.GoldenStories.rebuild;
import static dev.millrace.functions.processes.GoldenStories.remove;
import static dev.millrace.functions.processes.GoldenStories.sweep;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.lambda.StreamBatch;
import dev.millrace.functions.processes.GoldenStories.Story;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The golden story of parked work: each kind of work fails, and an operator redrives or skips it.
final class ParkedStory {
    private ParkedStory() {}

    /// Parks every process at each kind of work that it can be parked at, and unparks it.
    static Story parked() {
        var one = Ids.of("ada", "one");
        var two = Ids.of("ada", "two");
        var three = Ids.of("bob", "three");
        var four = Ids.of("bob", "four");
        var five = Ids.of("bob", "five");
        var six = Ids.of("ada", "six");
        return new Story("parked")
                .step(
                        "placed",
                        stage -> {
                            stage.history().placed("ada", "one", 1);
                            stage.history().placed("ada", "two", 2);
                            stage.history().placed("bob", "three", 3);
                            stage.history().placed("bob", "four", 4);
                        })
                .step(
                        "reservation-at-a-commit",
                        stage -> {
                            stage.breakdowns().breakSeats();
                            stage.deliver(one, 1);
                        })
                .step(
                        "redriven-in-vain",
                        stage -> redrive(stage, "reservation", "Booking#" + one + "/1"))
                .step(
                        "reservation-redriven",
                        stage -> {
                            stage.breakdowns().mendSeats();
                            redrive(stage, "reservation", "Booking#" + one + "/1");
                        })
                .step(
                        "paid-early",
                        stage -> {
                            pay(stage, two, "payment-1", "49.90");
                            deliver(stage, 1, two);
                            deliver(stage, 2, one);
                            pay(stage, one, "payment-6", "1.00");
                        })
                .step(
                        "payment-at-a-command-and-reminder-at-a-commit",
                        stage -> {
                            var confirmed = stage.records(two).subList(1, 2);
                            stage.breakdowns().breakDown("Events", true);
                            stage.deliver(StreamBatch.ofItems(confirmed));
                            stage.breakdowns().breakDown("Events", false);
                        })
                .step(
                        "paid-while-parked",
                        stage -> {
                            pay(stage, two, "payment-2", "49.90");
                            stage.history().paid(two, "payment-3", "50.00");
                            stage.deliver(two, 3);
                        })
                .step(
                        "both-redriven",
                        stage -> {
                            redrive(stage, "payment", two);
                            redrive(stage, "reminder", two);
                        })
                .step(
                        "payment-at-an-input",
                        stage -> {
                            stage.breakdowns().breakDown("Events", true);
                            pay(stage, three, "payment-4", "49.90");
                            stage.breakdowns().breakDown("Events", false);
                        })
                .step("input-skipped", stage -> skip(stage, "payment", three))
                .step(
                        "payment-at-a-refund-and-announcement-at-a-commit",
                        stage -> {
                            stage.breakdowns().failBus(new IllegalStateException("no such bus"));
                            pay(stage, two, "payment-5", null);
                            stage.deliver(two, 3);
                        })
                .step(
                        "both-redriven-again",
                        stage -> {
                            redrive(stage, "payment", two);
                            redrive(stage, "announcement", "Booking#" + two + "/3");
                        })
                .step(
                        "payment-at-a-commit",
                        stage -> {
                            stage.history().placed("bob", "five", 4);
                            pay(stage, five, "payment-7", null);
                            stage.history().confirmed(five, null, "49.90");
                            stage.history().cancelled(five, "bob", null);
                            var cancelled = stage.records(five).subList(2, 3);
                            stage.breakdowns().breakDown("Events", true);
                            stage.deliver(StreamBatch.ofItems(cancelled));
                            stage.breakdowns().breakDown("Events", false);
                        })
                .step("swept", stage -> sweep(stage, Duration.ofMinutes(2)))
                .step(
                        "reminder-broken",
                        stage -> {
                            deliver(stage, 1, four);
                            deliver(stage, 2, four);
                            remove(stage, "reminder#" + four, "state", ",\"expiresAt\":\"[^\"]*\"");
                        })
                .step("reminder-at-a-timer", stage -> sweep(stage, Duration.ofHours(3)))
                .step("timer-skipped", stage -> skip(stage, "reminder", four))
                .step(
                        "stream-at-an-unreadable-commit",
                        stage -> {
                            var broken = new HashMap<>(stage.record(three, 1));
                            broken.put("events", fromS("[{\"type\":\"BookingMoved\"}]"));
                            stage.deliver(StreamBatch.ofItems(List.of(broken)));
                        })
                .step(
                        "stream-redriven",
                        stage -> redrive(stage, "booking-stream", "Booking#" + three + "/1"))
                .step(
                        "view-at-a-row",
                        stage -> {
                            stage.breakdowns().breakDown("BookingView", true);
                            rebuild(stage, one);
                            stage.breakdowns().breakDown("BookingView", false);
                        })
                .step("view-redriven", stage -> redrive(stage, "booking-view", "Booking#" + one))
                .step(
                        "commit-skipped",
                        stage -> {
                            stage.breakdowns().breakSeats();
                            stage.deliver(one, 1);
                            skip(stage, "reservation", "Booking#" + one + "/1");
                        })
                .step(
                        "reservation-given-up",
                        stage -> {
                            stage.history().placed("ada", "six", 1);
                            stage.deliver(six, 1);
                            for (var time = 0; time < 8; time++) sweep(stage, Duration.ofHours(4));
                        })
                .step(
                        "given-up-redriven",
                        stage -> {
                            stage.breakdowns().mendSeats();
                            redrive(stage, "reservation", "Booking#" + six + "/1");
                        });
    }

    private static void redrive(Backstage stage, String process, String instance) {
        stage.operate(Map.of("operation", "redrive", "process", process, "instance", instance));
    }

    private static void skip(Backstage stage, String process, String instance) {
        stage.skip(process, instance, "called off");
    }
}
