package dev.millrace.acceptance;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.ApiCall;
import dev.millrace.TemplateFile;
import dev.millrace.eventsourcing.lambda.AwsClients;
import dev.millrace.eventsourcing.lambda.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Makes each function send every request to AWS that it ever sends: for bookings that are paid,
/// cancelled and expired, for parked work that the sweep and an operator try again, for payments
/// that failed, and for every other command of an operator.
final class AllCalls {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String LONG_AGO = "2026-01-01T00:00:00.000Z";

    private final UntriggeredCloud cloud;
    private final BookingLives lives;
    private final LocalTables tables;
    private final Bill bill = new Bill();

    private AllCalls(UntriggeredCloud cloud) {
        this.cloud = cloud;
        this.lives = new BookingLives(cloud);
        this.tables = cloud.tables();
    }

    /// @param cloud has short waits, and a topic that accepts notifications
    static void make(UntriggeredCloud cloud) throws IOException {
        var calls = new AllCalls(cloud);
        calls.callTheApi();
        calls.letTimePass();
        calls.parkReservations();
        calls.parkRows();
        calls.failPayments();
        calls.rebuildTheView();
        calls.operate();
    }

    private void callTheApi() throws IOException {
        var seat = "{\"row\":1,\"number\":%s,\"price\":\"49.90\"}";
        var seats = List.of(1, 2, 3, 4).stream().map(seat::formatted).toList();
        cloud.call(
                bill,
                "Concerts",
                ApiCall.to("PUT /concerts/{concertId}")
                        .by("boss:admin")
                        .at("concertId", "hall")
                        .json("{\"currency\":\"EUR\",\"seats\":%s}".formatted(seats)));
        lives.lookAtConcert(bill, "hall");
        lives.place(bill, "paid", "hall", 1);
        lives.pay(bill, "paid");
        lives.look(bill, "paid");
        cloud.call(bill, "BookingQueries", ApiCall.to("GET /bookings").by("ada"));
        cloud.call(bill, "BookingQueries", at("GET /bookings/{bookingId}/history", "paid"));
        cloud.client().pay("ada", "twice", id("paid"), "99.80");
        cloud.settle(bill);
        // A booking that the function does not remember.
        var events = TemplateFile.ROOT.resolve("events").resolve("BookingCommands");
        cloud.run(bill, "BookingCommands", Files.readString(events.resolve("cancel.json")));
    }

    private void letTimePass() {
        lives.place(bill, "unpaid", "hall", 3);
        ask("erase", Map.of("entity", id("unpaid"))); // it is not over: only a list could allow it
        lives.remind(bill);
        lives.expire(bill);
        cloud.client().pay("ada", "lost", id("unknown"), "99.80");
        cloud.settle(bill);
        lives.remind(bill);
    }

    /// Parks reservations: first their seats cannot be read, then another booking holds the seats.
    private void parkReservations() {
        lives.putConcert("cursed", 4);
        tables.price("cursed", "a song");
        lives.place(bill, "redriven", "cursed", 1);
        lives.place(bill, "swept", "cursed", 3);
        tables.price("cursed", "49.90");
        redrive("reservation", "Booking#%s/1".formatted(id("redriven")));
        sweepWhatIsParked();
        hand("swept", "nobody");
        cloud.call(bill, "BookingCommands", at("DELETE /bookings/{bookingId}", "swept"));
        cloud.settle(bill);
        hand("nobody", "swept");
        sweepWhatIsParked();
    }

    /// Gives the seats of a booking to another one.
    private void hand(String from, String to) {
        for (var item : tables.items("SeatsTable")) {
            if (!fromS(id(from)).equals(item.get("heldBy"))) continue;
            tables.change("SeatsTable", item, Map.of("heldBy", id(to)));
        }
    }

    /// Parks rows of commits that cannot be read, then delivers a commit to a row that missed the
    /// first ones.
    private void parkRows() {
        var placed = commits("paid").getFirst();
        for (var key : List.of("redriven", "swept")) putCommit(placed, key, "[{");
        cloud.settle(bill);
        for (var key : List.of("redriven", "swept")) putCommit(placed, key, text(placed, "events"));
        redrive("booking-view", "Booking#unreadable-redriven");
        redrive("booking-stream", "Booking#unreadable-redriven/1");
        sweepWhatIsParked();

        tables.remove("BookingViewTable", id("paid"));
        var last = StreamRecords.insert(commits("paid").getLast());
        cloud.run(bill, "BookingView", StreamRecords.batch(List.of(last)));
    }

    private void putCommit(Map<String, AttributeValue> commit, String key, String events) {
        var texts = Map.of("pk", "Booking#unreadable-" + key, "events", events);
        tables.change("BookingEventsTable", commit, texts);
    }

    /// Puts into each queue a payment that can be handled by now, and one that never can.
    private void failPayments() {
        var failure = JSON.createObjectNode();
        failure.putObject("requestPayload")
                .put("id", "failed")
                .put("source", "payments")
                .put("detail-type", "PaymentReceived")
                .putObject("detail")
                .put("clientId", "ada")
                .put("paymentId", "failed")
                .put("bookingId", id("paid"))
                .put("amount", "99.80")
                .put("currency", "EUR");
        var sqs = sqs();
        for (var queue : List.of("PaymentProcessFailures", "PaymentProcessGivenUp")) {
            for (var body : List.of(failure.toString(), "no payment")) {
                sqs.sendMessage(
                        send -> send.queueUrl(cloud.cloud().resource(queue)).messageBody(body));
            }
        }
        lives.sweep(bill);
        ask("redrive-inputs", Map.of("process", "payment"));
        cloud.settle(bill);
    }

    private SqsClient sqs() {
        var api = cloud.cloud().api().toString();
        var variables = Map.of("AWS_REGION", "eu-central-1", "AWS_ENDPOINT_URL_SQS", api);
        return new AwsClients(new Environment(variables)).sqs();
    }

    private void rebuildTheView() {
        tables.remove("BookingViewTable", id("paid"));
        cloud.run(bill, "BookingViewRebuild", request("size").toString());
        var all = request("rebuild").put("segment", 0).put("segments", 1);
        cloud.run(bill, "BookingViewRebuild", all.toString());
    }

    private void operate() {
        var paid = id("paid");
        ask("due", Map.of());
        ask("parked", Map.of());
        ask("parked", Map.of("process", "payment"));
        ask("trace", Map.of("entity", paid));
        ask("instances", Map.of("entity", paid));
        ask("commits", Map.of("entity", paid));
        ask("from-journal", Map.of("process", "announcement", "entity", paid));
        ask("entities-of", Map.of("client", "ada"));
        ask("erase", Map.of("entity", paid));
        ask("erased", Map.of());
        restore();
    }

    /// Restores a journal that has lost the last commits of two bookings, one of which had freed
    /// its seats, and all commits of a third.
    private void restore() {
        lives.putConcert("restored", 8);
        for (var n = 0; n < 3; n++) lives.place(bill, "restored-" + n, "restored", 2 * n + 1);
        var cancelled = at("DELETE /bookings/{bookingId}", "restored-0");
        cloud.call(bill, "BookingCommands", cancelled);
        cloud.settle(bill);
        lives.pay(bill, "restored-1");
        tables.putRestored(
                tables.items("BookingEventsTable").stream().filter(item -> !isLost(item)).toList());
        tables.items("BookingEventsTable").stream()
                .filter(AllCalls::isLost)
                .forEach(tables::remove);
        cloud.run(
                bill,
                "ProcessOperations",
                request("restore").put("segment", 0).put("segments", 1).toString());
        ask("ahead", Map.of());
        ask("reconcile", Map.of());
        cloud.settle(bill);
    }

    private static boolean isLost(Map<String, AttributeValue> commit) {
        var pk = text(commit, "pk");
        var isThird = !Objects.requireNonNull(commit.get("seq")).n().matches("[12]");
        return pk.equals("Booking#" + id("restored-2"))
                || (isThird
                        && pk.matches(
                                "Booking#(%s|%s)".formatted(id("restored-0"), id("restored-1"))));
    }

    private void redrive(String process, String instance) {
        ask("redrive", Map.of("process", process, "instance", instance));
        cloud.settle(bill);
    }

    /// Makes the next try of everything that is parked due, and sweeps.
    private void sweepWhatIsParked() {
        for (var item : tables.items("ProcessesTable")) {
            if (!item.containsKey("parked")) continue;
            var parked = text(item, "parked").replaceAll("(\"next\":\")[^\"]*", "$1" + LONG_AGO);
            tables.change("ProcessesTable", item, Map.of("parked", parked, "dueAt", LONG_AGO));
        }
        lives.remind(bill);
    }

    private void ask(String operation, Map<String, String> fields) {
        var request = request(operation);
        fields.forEach(request::put);
        cloud.run(bill, "ProcessOperations", request.toString());
    }

    private static ObjectNode request(String operation) {
        return JSON.createObjectNode().put("operation", operation);
    }

    private List<Map<String, AttributeValue>> commits(String key) {
        var pk = fromS("Booking#" + id(key));
        return tables.items("BookingEventsTable").stream()
                .filter(item -> pk.equals(item.get("pk")))
                .toList();
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return Objects.requireNonNull(item.get(name), name).s();
    }

    private static ApiCall at(String route, String key) {
        return ApiCall.to(route).by("ada").at("bookingId", id(key));
    }

    private static String id(String key) {
        return BookingLives.booking(key);
    }
}
