package dev.millrace.eventsourcing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.process.BusInput.Read;
import dev.millrace.eventsourcing.process.Diary.Line;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.trace.Diagnosis;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Letters to the diary, as events of the bus.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BusReceiverTest {
    private static final BusInput<Line> LETTERS =
            new BusInput<>("post", "LetterReceived", BusReceiverTest::read);

    private final Diary diary = new Diary();
    private final World world = diary.world;
    private final BusReceiver<?> receiver = receiver(Diary.ACCOUNTS, LETTERS);

    BusReceiverTest() {
        diary.starts.add("hello");
    }

    private static Read<Line> read(Map<String, Object> detail, Instant now) {
        if (!(detail.get("text") instanceof String text)) {
            throw new IllegalArgumentException("text is missing");
        }
        var line = new Line(text.replace("NOW", now.toString()));
        return new Read<>((String) detail.get("to"), String.valueOf(detail.get("id")), line);
    }

    @SafeVarargs
    private BusReceiver<?> receiver(Subscription<Line>... subscriptions) {
        var service =
                Service.named("post")
                        .entity(Account.TYPE, Diagnosis.none())
                        .process(diary, subscriptions);
        return new Processes(service, world.with(diary.faults)).receivers("post").getFirst();
    }

    @Test
    void a_message_goes_to_its_instance_under_an_id_that_follows_from_the_message() {
        diary.owes("hello", Diary.deposit("x", "thanks")).history("x");

        receive("k", "m1", "hello");

        assertThat(diary.lines()).containsExactly("hello");
        assertThat(world.commits(Account.TYPE).read("x", 1).getFirst())
                .satisfies(commit -> {
                    assertThat(commit.correlationId()).isEqualTo("event of m1");
                    assertThat(commit.causationId()).isEqualTo("LetterReceived/m1");
                });
    }

    @Test
    void the_reader_is_given_the_time_of_receipt() {
        diary.starts.add("at " + diary.clock.instant());

        receive("k", "m1", "at NOW");

        assertThat(diary.lines()).containsExactly("at 2026-03-01T12:00:00.123456789Z");
    }

    @Test
    void an_input_that_cannot_be_handled_yet_is_kept_and_the_step_is_done() {
        diary.broken.add("bad");
        receive("k", "m1", "hello");
        receive("k", "m2", "bad");

        receive("k", "m3", "later");

        assertThat(diary.instance().waiting())
                .extracting(Waiting::id)
                .containsExactly("LetterReceived/m2", "LetterReceived/m3");
        assertThat(world.reports().steps())
                .containsExactly(
                        "diary Account#k LetterReceived/m1 done",
                        "diary Account#k LetterReceived/m2 done",
                        "diary Account#k LetterReceived/m3 done");
    }

    @Test
    void an_outage_is_thrown_and_the_step_has_failed() {
        diary.faults.failBefore(1).failBefore(2);

        assertThatExceptionOfType(Outage.class).isThrownBy(() -> receive("k", "m1", "hello"));

        assertThat(world.reports().steps())
                .containsExactly("diary Account#k LetterReceived/m1 failed");
    }

    @Test
    void a_message_for_no_instance_is_reported_and_begins_no_step() {
        receive(null, "m1", "hello");

        assertThat(world.reports().lines()).containsExactly("ignored LetterReceived/m1 of diary");
        assertThat(world.reports().steps()).isEmpty();
        assertThat(diary.faults.calls()).isEmpty();
    }

    @Test
    void a_detail_that_cannot_be_read_is_rejected_and_nothing_is_kept() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> receiver.receive("event", null, Map.of("to", "k", "id", "m1")))
                .withMessage("text is missing");

        assertThat(diary.faults.calls()).isEmpty();
        assertThat(world.reports().steps()).isEmpty();
    }

    @Test
    void one_message_id_for_two_instances_is_reported_and_both_handle_it() {
        receive("k", "m1", "hello");
        receive("l", "m1", "hello");

        assertThat(diary.lines()).containsExactly("hello");
        assertThat(diary.store.load("l").hasStarted()).isTrue();
        assertThat(world.reports().lines())
                .containsExactly("LetterReceived/m1 of diary for Account#l and Account#k");
    }

    @Test
    void a_message_that_its_sender_repeats_is_not_reported() {
        receive("k", "m1", "hello");
        receive("k", "m1", "hello");
        receive("l", "m2", "hello");

        assertThat(world.reports().lines()).isEmpty();
    }

    @Test
    void an_instance_without_a_home_is_named_by_its_process() {
        receiver(LETTERS).receive("event", null, detail("k", "m1", "hello"));

        assertThat(world.reports().steps()).containsExactly("diary diary#k LetterReceived/m1 done");
    }

    private void receive(@Nullable String key, String messageId, String text) {
        receiver.receive("event of " + messageId, null, detail(key, messageId, text));
    }

    private static Map<String, Object> detail(@Nullable String key, String messageId, String text) {
        var detail = new HashMap<String, Object>(Map.of("id", messageId, "text", text));
        if (key != null) detail.put("to", key);
        return detail;
    }
}
