package dev.millrace.eventsourcing.lambda.host;

import static dev.millrace.eventsourcing.lambda.StreamBatch.failures;
import static dev.millrace.eventsourcing.lambda.StreamBatch.inserted;
import static dev.millrace.eventsourcing.lambda.StreamBatch.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.Metric;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.StreamBatch;
import dev.millrace.eventsourcing.process.Service;
import dev.millrace.eventsourcing.process.StreamReader;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import dev.millrace.eventsourcing.testkit.VirtualClock;
import dev.millrace.eventsourcing.trace.Diagnosis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// How a batch of a journal's stream is handled, and which records are requested again.
@DisplayNameGeneration(ReplaceUnderscores.class)
class StreamFunctionTest {
    private static final Service BANK =
            Service.named("bank").entity(Account.TYPE, Diagnosis.none());

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-03-01T12:00:00.500Z"));
    private final LogLines lines = new LogLines(clock);
    private final Map<String, List<Long>> taken = new ConcurrentHashMap<>();
    private final Map<String, RuntimeException> parked = new ConcurrentHashMap<>();

    private interface Handler {
        void handle(String entityId, List<? extends Commit<?>> commits);
    }

    /// Delivers a batch to a function whose reader passes the commits on.
    private StreamsEventResponse deliver(DynamodbEvent event, Handler handler) {
        return deliver(event, handler, lines, clock);
    }

    private StreamsEventResponse deliver(
            DynamodbEvent event, Handler handler, LogLines log, VirtualClock time) {
        var platform =
                new Platform(
                        log.environment(Map.of()),
                        TestRuntime.at(time),
                        () -> {
                            throw new IllegalStateException("no table is needed here");
                        });
        var reader =
                new StreamReader() {
                    @Override
                    public String name() {
                        return "taking";
                    }

                    @Override
                    public void handle(EntityRef entity, List<? extends Commit<?>> commits) {
                        if (!commits.isEmpty()) handler.handle(entity.id(), commits);
                    }

                    @Override
                    public void unreadable(String commit, RuntimeException defect) {
                        parked.put(commit, defect);
                    }
                };
        return new StreamFunction(platform, BANK, reader, Metric.millis("Lag")) {}.handleRequest(
                event, null);
    }

    @Test
    void the_commits_of_an_entity_are_handled_in_the_order_of_the_stream() {
        assertThat(deliver(StreamBatch.of(commit("a", 3, 7), commit("b", 1, 8), commit("a", 4, 9))))
                .isEmpty();

        assertThat(taken)
                .containsOnly(Map.entry("a", List.of(3L, 4L)), Map.entry("b", List.of(1L)));
    }

    @Test
    void a_commit_arrives_with_all_its_fields() {
        var arrived = new ArrayList<Commit<?>>();

        deliver(StreamBatch.of(commit("a#1", 12, 7)), (_, commits) -> arrived.addAll(commits));

        assertThat(arrived)
                .isEqualTo(
                        List.of(
                                new Commit<>(
                                        "a#1",
                                        12,
                                        List.of(new AccountOpened("Ada")),
                                        Instant.parse("2026-03-01T12:00:00.5Z"),
                                        "command",
                                        "http OpenAccount",
                                        "correlation",
                                        null)));

        assertThat(lines.of("handled")).hasSize(1);
        assertThat(lines.all()).hasSize(1);
    }

    @Test
    void the_lag_is_from_the_first_commit_until_all_are_handled() {
        clock.advance(Duration.ofSeconds(4));

        deliver(
                StreamBatch.of(commit("a", 1, 1), commit("a", 2, 2)),
                (_, _) -> clock.advance(Duration.ofMillis(30)));

        assertThat(lines.measured("Lag")).containsExactly("Lag {} 4030");
        assertThat(lines.of("handled"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("process").asText()).isEqualTo("taking");
                    assertThat(line.path("entity").asText()).isEqualTo("Account#a");
                    assertThat(line.path("correlation_id").asText()).isEqualTo("correlation");
                    assertThat(line.path("causation_id").asText()).isEqualTo("a/1/0");
                    assertThat(line.path("commits").asInt()).isEqualTo(2);
                    assertThat(line.path("duration_ms").asInt()).isEqualTo(30);
                });
    }

    @Test
    void a_commit_that_was_not_handled_has_no_lag_yet() {
        deliver(StreamBatch.of(commit("a", 1, 1)), "a");

        assertThat(lines.measured("Lag")).isEmpty();
    }

    /// The clocks of two machines differ.
    @Test
    void a_lag_is_never_negative() {
        var behind = new VirtualClock(clock.instant().minusMillis(3));
        var early = new LogLines(behind);

        deliver(StreamBatch.of(commit("a", 1, 1)), (_, _) -> {}, early, behind);

        assertThat(early.measured("Lag")).containsExactly("Lag {} 0");
    }

    @Test
    void entities_are_handled_in_parallel() {
        var meeting = new CyclicBarrier(3);

        var response =
                deliver(
                        StreamBatch.of(commit("a", 1, 1), commit("b", 1, 2), commit("c", 1, 3)),
                        (_, _) -> meet(meeting));

        assertThat(failures(response)).isEmpty();
    }

    @Test
    void a_failed_entity_is_delivered_again_from_its_first_record_and_others_go_on() {
        var failures =
                deliver(
                        StreamBatch.of(
                                commit("good", 1, 5),
                                commit("bad", 1, 6),
                                commit("good", 2, 7),
                                commit("bad", 2, 8),
                                commit("other", 1, 9)),
                        "bad");

        assertThat(failures).containsExactly("6");
        assertThat(taken).containsOnlyKeys("good", "other");
        assertThat(taken.get("good")).containsExactly(1L, 2L);
    }

    @Test
    void the_lowest_failure_is_reported_and_numbers_are_compared_as_numbers() {
        assertThat(deliver(StreamBatch.of(commit("a", 1, 10), commit("b", 1, 9)), "a", "b"))
                .containsExactly("9");
        assertThat(
                        deliver(
                                StreamBatch.of(
                                        numbered("a", "111100000000012345679500"),
                                        numbered("b", "99999999999999999999999"),
                                        numbered("c", "100000000000000000000000")),
                                "a",
                                "b",
                                "c"))
                .containsExactly("99999999999999999999999");
        assertThat(
                        deliver(
                                StreamBatch.of(
                                        numbered("a", "18446744073709551616"),
                                        numbered("b", "9223372036854775808")),
                                "a",
                                "b"))
                .containsExactly("9223372036854775808");
    }

    @Test
    void an_unreadable_record_is_parked_and_delays_no_other() {
        var noJson = item("broken", 1);
        noJson.put("events", "[{");
        var unknown = item("unknown", 1);
        unknown.put("events", "[{\"type\":\"AccountTeleported\",\"v\":1,\"data\":{}}]");
        var newer = item("newer", 1);
        newer.put("events", "[{\"type\":\"AccountOpened\",\"v\":9,\"data\":{}}]");
        var partial = item("partial", 1);
        partial.remove("cmd");
        var foreign = item("foreign", 1);
        foreign.put("pk", "Invoice#1");
        var untyped = item("untyped", 1);
        untyped.put("pk", "nobody");

        var failures =
                deliver(
                        StreamBatch.of(
                                commit("a", 1, 1),
                                inserted(noJson, 2),
                                inserted(unknown, 3),
                                inserted(newer, 4),
                                inserted(partial, 5),
                                inserted(foreign, 6),
                                inserted(untyped, 7),
                                commit("a", 2, 8),
                                commit("b", 1, 9)));

        assertThat(failures).isEmpty();
        assertThat(taken)
                .containsOnly(Map.entry("a", List.of(1L, 2L)), Map.entry("b", List.of(1L)));
        assertThat(parked)
                .containsOnlyKeys(
                        "Account#broken/1",
                        "Account#unknown/1",
                        "Account#newer/1",
                        "Account#partial/1",
                        "Invoice#1/1",
                        "nobody/1");
        assertThat(parked.get("Invoice#1/1")).hasMessageContaining("bank has no entities Invoice");
        assertThat(parked.get("Account#newer/1")).hasMessageContaining("AccountOpened");
    }

    /// A later commit of the same entity is handled after the record was parked.
    @Test
    void an_unreadable_record_is_parked_in_the_order_of_the_stream() {
        var order = new ArrayList<String>();
        var broken = item("a", 2);
        broken.put("events", "[{");

        deliver(
                StreamBatch.of(commit("a", 1, 1), inserted(broken, 2), commit("a", 3, 3)),
                (_, commits) -> {
                    for (var commit : commits)
                        order.add(commit.seq() + " after " + parked.keySet());
                });

        assertThat(order).containsExactly("1 after []", "3 after [Account#a/2]");
    }

    /// A batch of two entities, which two threads handle.
    private static DynamodbEvent besideAnother() {
        return StreamBatch.of(commit("b", 1, 1), commit("a", 1, 2));
    }

    private static Handler onlyForA(Throwable thrown) {
        return (entity, _) -> {
            if (entity.equals("a")) throwAny(thrown);
        };
    }

    @Test
    void every_throwable_is_a_failure() {
        var thrown =
                List.<Throwable>of(
                        new Outage("away", null),
                        new IllegalStateException("defect"),
                        new StackOverflowError(),
                        new OutOfMemoryError("full"),
                        new NoClassDefFoundError("gone"),
                        new AssertionError());
        for (var cause : thrown) {
            var alone = deliver(StreamBatch.of(commit("a", 1, 1)), (_, _) -> throwAny(cause));
            var besideAnother = deliver(besideAnother(), onlyForA(cause));

            assertThat(failures(alone)).as("%s", cause).containsExactly("1");
            assertThat(failures(besideAnother)).as("%s", cause).containsExactly("2");
        }
    }

    /// A record that is not known to be handled is delivered again. Here even logging the failure
    /// fails.
    @Test
    void a_failure_that_cannot_be_logged_is_still_a_failure() {
        var unspeakable =
                new IllegalStateException() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public String getMessage() {
                        throw new IllegalStateException("cannot be told");
                    }
                };

        var usual = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((_, _) -> {});
        try {
            var alone = deliver(StreamBatch.of(commit("a", 1, 1)), (_, _) -> throwAny(unspeakable));
            var besideAnother = deliver(besideAnother(), onlyForA(unspeakable));

            assertThat(failures(alone)).containsExactly("1");
            assertThat(failures(besideAnother)).containsExactly("2");
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(usual);
        }
    }

    @Test
    void a_failure_is_logged_with_its_entity_and_its_first_sequence_number() {
        deliver(StreamBatch.of(commit("a", 1, 5), commit("a", 2, 6)), "a");

        assertThat(lines.of("a stream record failed; Lambda redelivers it"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("entity").asText()).isEqualTo("Account#a");
                    assertThat(line.path("process").asText()).isEqualTo("taking");
                    assertThat(line.path("correlation_id").asText()).isEqualTo("correlation");
                    assertThat(line.path("sequence_number").asText()).isEqualTo("5");
                    assertThat(line.path("error").asText()).endsWith(": a is bad");
                });
    }

    @Test
    void only_insertions_are_handled() {
        var failures =
                deliver(
                        StreamBatch.of(
                                record("MODIFY", item("a", 1), "1"),
                                record("REMOVE", item("b", 1), "2"),
                                commit("c", 1, 3)),
                        "a",
                        "b");

        assertThat(failures).isEmpty();
        assertThat(taken).containsOnlyKeys("c");
    }

    @Test
    void an_empty_batch_handles_nothing() {
        assertThat(deliver(StreamBatch.of())).isEmpty();
        assertThat(taken).isEmpty();
    }

    private List<String> deliver(DynamodbEvent event, String... bad) {
        var failing = Set.of(bad);
        return failures(
                deliver(
                        event,
                        (id, commits) -> {
                            if (failing.contains(id))
                                throw new IllegalStateException(id + " is bad");
                            taken.merge(
                                    id,
                                    commits.stream().<Long>map(Commit::seq).toList(),
                                    (before, more) ->
                                            Stream.concat(before.stream(), more.stream()).toList());
                        }));
    }

    private static void meet(CyclicBarrier meeting) {
        try {
            meeting.await(20, TimeUnit.SECONDS);
        } catch (Exception alone) {
            throw new IllegalStateException(alone);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwAny(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private static DynamodbStreamRecord commit(String id, long seq, long sequenceNumber) {
        return inserted(item(id, seq), sequenceNumber);
    }

    private static DynamodbStreamRecord numbered(String id, String sequenceNumber) {
        return record("INSERT", item(id, 1), sequenceNumber);
    }

    private static Map<String, String> item(String id, long seq) {
        return new HashMap<>(
                Map.of(
                        "pk", "Account#" + id,
                        "seq", Long.toString(seq),
                        "events",
                                "[{\"type\":\"AccountOpened\",\"v\":1,\"data\":{\"owner\":\"Ada\"}}]",
                        "at", "2026-03-01T12:00:00.500Z",
                        "cmd", "command",
                        "by", "http OpenAccount",
                        "cor", "correlation"));
    }
}
