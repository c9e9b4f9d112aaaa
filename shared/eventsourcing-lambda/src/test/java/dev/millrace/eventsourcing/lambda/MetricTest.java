package dev.millrace.eventsourcing.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Rejection;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The metrics that CloudWatch extracts from the log.
@DisplayNameGeneration(ReplaceUnderscores.class)
class MetricTest {
    private static final Metric SOLD = Metric.count("Sold", "kind");
    private static final Metric AGE = Metric.millis("Age");

    private final LogLines lines = new LogLines();

    /// Exactly in the format of the specification.
    @Test
    void a_log_line_is_also_the_metric() {
        lines.log()
                .info("sold", Map.of("kind", "ticket"), SOLD.of(3), AGE.of(Duration.ofSeconds(2)));

        assertThat(lines.all())
                .singleElement()
                .hasToString(
                        """
                        {"timestamp":"2026-03-01T12:00:00.123Z","level":"INFO","message":"sold",\
                        "function":"function-under-test","kind":"ticket","Sold":3,"Age":2000,\
                        "_aws":{"Timestamp":1772366400123,"CloudWatchMetrics":[\
                        {"Namespace":"Millrace/test","Dimensions":[["kind"]],\
                        "Metrics":[{"Name":"Sold","Unit":"Count"}]},\
                        {"Namespace":"Millrace/test","Dimensions":[[]],\
                        "Metrics":[{"Name":"Age","Unit":"Milliseconds"}]}]}}\
                        """);
    }

    @Test
    void a_line_without_a_metric_has_no_metadata() {
        lines.log().info("sold", Map.of("Sold", 3));

        assertThat(lines.text()).doesNotContain("_aws");
    }

    @Test
    void a_line_with_a_metric_is_written_whatever_the_level() {
        var log = lines.log(Map.of("LOG_LEVEL", "ERROR", "METRICS_NAMESPACE", "Millrace/test"));

        log.info("without", Map.of());
        log.info("with", Map.of("kind", "ticket"), SOLD.of(1));

        assertThat(lines.all()).hasSize(1);
        assertThat(lines.measured("Sold")).containsExactly("Sold {kind=ticket} 1");
    }

    @Test
    void without_a_namespace_a_metric_is_an_ordinary_field() {
        var log = lines.log(Map.of("LOG_LEVEL", "WARN"));

        log.info("below the level", Map.of(), AGE.of(1));
        log.warn("sold", Map.of(), AGE.of(1));

        assertThat(lines.all())
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("Age").asInt()).isEqualTo(1);
                    assertThat(line.has("_aws")).isFalse();
                });
    }

    @Test
    void an_accepted_command_is_counted_by_its_name() {
        commands()
                .decided(
                        "Booking#1",
                        "PlaceBooking",
                        new Trace("command", "http", "request", null),
                        new Outcome.Accepted<>("the state with all it knows", 4),
                        Duration.ofMillis(12));

        assertThat(lines.measured("CommandsAccepted"))
                .containsExactly("CommandsAccepted {command=PlaceBooking} 1");
        assertThat(lines.measured("CommandsRefused")).isEmpty();
        assertThat(lines.text())
                .doesNotContain("the state")
                .contains(
                        """
                        "message":"command","function":"function-under-test","entity":"Booking#1",\
                        "command":"PlaceBooking","sender":"http","command_id":"command",\
                        "correlation_id":"request","duration_ms":12,"outcome":"ACCEPTED","version":4,\
                        """);
    }

    @Test
    void a_rejected_command_is_counted_once_by_its_name_and_the_reason() {
        commands()
                .decided(
                        "Booking#1",
                        "ConfirmBooking",
                        new Trace("command", "reservation", "request", "1/1/0"),
                        new Outcome.Rejected<>("ALREADY_DENIED"),
                        Duration.ofMillis(12));

        assertThat(lines.measured("CommandsRefused"))
                .containsExactly(
                        "CommandsRefused {command=ConfirmBooking, reason=ALREADY_DENIED} 1");
        assertThat(lines.measured("CommandsAccepted")).isEmpty();
        assertThat(lines.text())
                .contains(
                        """
                        "process":"reservation","entity":"Booking#1","command":"ConfirmBooking",\
                        "sender":"reservation","command_id":"command","correlation_id":"request",\
                        "causation_id":"1/1/0","duration_ms":12,"outcome":"REFUSED",\
                        "reason":"ALREADY_DENIED",\
                        """);
    }

    @Test
    void a_defect_of_a_process_is_logged_with_a_bounded_stack_trace() {
        processes().failed("payment", "1", "Booking#1/2", new IllegalStateException("no seat"));
        assertThat(lines.text())
                .contains("\"level\":\"WARN\"", "\"what\":\"Booking#1/2\"", "at dev.millrace");

        processes().failed("payment", "1", "m", new IllegalStateException("x".repeat(300_000)));
        assertThat(lines.text()).hasSizeLessThan(50_000);
    }

    @Test
    void a_lost_race_for_an_entity_or_an_instance_is_a_conflict() {
        commands().conflicted("Booking#1", "Confirm", new Trace("c", "http", "request", null));
        processes().conflicted("payment", "1");

        assertThat(lines.measured("Conflicts")).containsExactly("Conflicts {} 1", "Conflicts {} 1");
        assertThat(lines.of("a conflict"))
                .extracting(line -> line.path("entity").asText() + line.path("instance").asText())
                .containsExactly("Booking#1", "1");
    }

    @Test
    void a_pause_before_another_try_is_a_retry() {
        var runtime = TestRuntime.at(InstantSource.fixed(LogLines.NOW));
        var environment = lines.environment(Map.of());
        var backoff =
                new Platform(environment, runtime, new AwsClients(environment)).backoff("seats");

        backoff.pause(1);
        backoff.pause(2);

        assertThat(lines.measured("Retries")).containsExactly("Retries {} 1", "Retries {} 1");
        assertThat(lines.of("a retry"))
                .extracting(line -> line.path("what").asText() + line.path("retry"))
                .containsExactly("seats1", "seats2");
    }

    @Test
    void parking_and_unexpected_rejections_are_counted_and_logged_as_errors() {
        var trace = new Trace("command", "payment", "request", "1/1/0");
        var close = new Send<>(Account.TYPE, "1", new Account.Command.CloseAccount());

        processes()
                .parked(
                        "payment",
                        "1",
                        new Parked("Account#1/3", null, "broken", 3, LogLines.NOW, null));
        processes().rejected(trace, Rejection.of(close, "NO"));
        processes().skipped("payment", "1", "Account#1/3", "by hand");

        assertThat(lines.measured("Parked")).containsExactly("Parked {} 1");
        assertThat(lines.measured("UnexpectedRefusals")).containsExactly("UnexpectedRefusals {} 1");
        assertThat(lines.all()).allMatch(line -> line.path("level").asText().equals("ERROR"));
        assertThat(lines.all().get(1).path("process").asText()).isEqualTo("payment");
    }

    private LoggedProcesses processes() {
        return new LoggedProcesses(lines.log(), _ -> {});
    }

    private LoggedCommands commands() {
        return new LoggedCommands(lines.log());
    }
}
