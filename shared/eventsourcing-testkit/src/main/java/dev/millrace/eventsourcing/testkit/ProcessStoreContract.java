package dev.millrace.eventsourcing.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.Instance.Owed;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import dev.millrace.eventsourcing.process.Instance.Timer;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import dev.millrace.eventsourcing.process.OtherEntities;
import dev.millrace.eventsourcing.process.OtherEntities.Numbers;
import dev.millrace.eventsourcing.process.ProcessStore;
import dev.millrace.eventsourcing.testkit.Account.Command.CloseAccount;
import dev.millrace.eventsourcing.testkit.Account.Command.Deposit;
import dev.millrace.eventsourcing.testkit.Transfer.Input;
import dev.millrace.eventsourcing.testkit.Transfer.State;
import dev.millrace.eventsourcing.testkit.Transfer.Told.TransferFailed;
import dev.millrace.eventsourcing.testkit.Transfer.Told.Transferred;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The tests that every [ProcessStore] must pass. The tests of an adapter extend this class and
/// provide a store for instances of [Transfer].
@DisplayNameGeneration(ReplaceUnderscores.class)
public abstract class ProcessStoreContract {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456789Z");
    private static final EntityRef OLD = new EntityRef("Account", "old#1");
    private static final EntityRef NEW = new EntityRef("Account", "new/ü:2");
    private static final State DEPOSITING =
            new State.Depositing("old", "new", new BigDecimal("1.50"));

    /// The store. It is empty when a test begins, and the same at every call within a test.
    protected abstract ProcessStore<State, Input> store();

    /// The keys that the store's index returns to a sweep at an instant. An adapter whose index is
    /// written late waits for it here.
    protected abstract Collection<String> due(Instant now);

    @Test
    void an_unknown_instance_has_nothing() {
        assertThat(store().load("nobody")).isEqualTo(Instance.none("nobody"));
    }

    @ParameterizedTest
    @MethodSource("instances")
    void an_instance_is_loaded_as_it_was_saved(Instance<State, Input> instance) {
        assertThat(store().save(instance, NOW)).isTrue();

        assertThat(store().load("a")).isEqualTo(instance);
    }

    @ParameterizedTest
    @MethodSource("instances")
    void fields_that_a_later_version_lacks_are_removed(Instance<State, Input> instance) {
        var cleared = at(2, new State.Unasked());
        store().save(instance, NOW);

        assertThat(store().save(cleared, NOW)).isTrue();

        assertThat(store().load("a")).isEqualTo(cleared);
        assertThat(due(NOW.plus(Duration.ofDays(9)))).isEmpty();
    }

    private static Send<?> accepting() {
        return new Send<>(Account.TYPE, "old", new CloseAccount()).reportingAcceptance();
    }

    /// Instances with one or a few optional fields each, and one with most of them.
    static List<Instance<State, Input>> instances() {
        var send =
                new Owed(
                        "s",
                        send("new", new Deposit(new BigDecimal("1.50"), "old")),
                        "cor",
                        "cau/1",
                        null);
        var bare = new Owed("b", send("old", new CloseAccount()), "other cor", "other cau", null);
        var told =
                new Owed(
                        "t1",
                        new Publish(new Transferred("t1", "new", new BigDecimal("0.10"))),
                        "c",
                        "x",
                        null);
        var failed =
                new Owed("t2", new Publish(new TransferFailed("t2", "old", null)), "c", "y", null);
        var owed = List.of(send, told, bare, failed);
        var timers =
                Map.of(
                        "late", new Timer(NOW.plusNanos(1), NEW, "cor", "cau"),
                        "pay#1 ü", new Timer(NOW.plusSeconds(60), null, "other cor", "other cau"));
        var waiting =
                List.of(
                        new Waiting<Input>("bus 2", asked("rent"), "cor", null),
                        new Waiting<Input>("bus 1", asked(null), "other cor", null));
        var skipped =
                List.of(
                        new Skipped("Account#old/3", "typo \"x\"\n", NOW),
                        new Skipped("s", "", NOW.plusNanos(1)));
        var others =
                new OtherEntities(
                        Map.of(
                                NEW,
                                new Numbers(
                                        new TreeMap<>(Map.of(1L, NOW, Long.MAX_VALUE, NOW)),
                                        new TreeMap<>(Map.of(2L, NOW.plusNanos(1)))),
                                new EntityRef("Account", "a#b"),
                                new Numbers(new TreeMap<>(), new TreeMap<>(Map.of(7L, NOW)))),
                        NOW);
        var timed = List.of(new Waiting<Input>("bus 3", asked("rent"), "cor", NOW));
        var owedSince =
                List.of(
                        new Owed("a", accepting(), "cor", "cau", NOW.plusNanos(1)),
                        new Owed("b", accepting(), "cor", "cau", null));
        var marks = Map.of(OLD, 1L, NEW, Long.MAX_VALUE);
        var tried =
                new Parked(
                        "Account#old/4",
                        OLD,
                        "IllegalStateException: ü\n",
                        3,
                        NOW,
                        NOW.plusSeconds(60));
        var givenUp = new Parked("bus 1", null, "", 42, NOW, null);
        return List.of(
                at(1, null),
                at(1, new State.Unasked()),
                at(1, new State.Closing("old", "new", null)),
                instance(it -> {
                    it.state = DEPOSITING;
                    it.marks = marks;
                }),
                instance(it -> {
                    it.state = DEPOSITING;
                    it.owed = owed;
                }),
                instance(it -> {
                    it.state = DEPOSITING;
                    it.timers = timers;
                }),
                instance(it -> it.waiting = waiting),
                instance(it -> {
                    it.owed = owedSince;
                    it.waiting = timed;
                    it.others = others;
                }),
                instance(it -> it.skipped = skipped),
                instance(it -> it.parked = tried),
                instance(it -> it.parked = givenUp),
                instance(it -> {
                    it.state = DEPOSITING;
                    it.finished = true;
                    it.marks = marks;
                }),
                instance(it -> {
                    it.state = DEPOSITING;
                    it.marks = marks;
                    it.owed = owed;
                    it.timers = timers;
                    it.waiting = waiting;
                    it.skipped = skipped;
                    it.parked = tried;
                    it.behind = Set.of(OLD, NEW);
                    it.others = others;
                }));
    }

    @Test
    void an_instance_is_saved_onto_the_version_before_it() {
        for (var version = 1; version <= 12; version++) {
            var instance = at(version, new State.Closing("old", "new", "version " + version));

            assertThat(store().save(instance, NOW)).isTrue();

            assertThat(store().load("a")).isEqualTo(instance);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 4, 5, 10})
    void an_instance_is_not_saved_onto_another_version(long version) {
        for (var before = 1; before <= 2; before++) store().save(at(before, DEPOSITING), NOW);

        assertThat(store().save(at(version, null), NOW)).isFalse();

        assertThat(store().load("a")).isEqualTo(at(2, DEPOSITING));
    }

    @Test
    void a_missing_instance_is_not_saved_onto() {
        assertThat(store().save(at(2, DEPOSITING), NOW)).isFalse();

        assertThat(store().load("a")).isEqualTo(Instance.none("a"));
    }

    @Test
    void only_one_of_many_writers_saves_onto_a_version() throws Exception {
        store().save(at(1, new State.Unasked()), NOW);
        var writers =
                IntStream.range(0, 8)
                        .<Callable<Boolean>>mapToObj(
                                writer -> () -> store().save(at(2, by(writer)), NOW))
                        .toList();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var saved = threads.invokeAll(writers).stream().map(Future::resultNow).toList();

            assertThat(saved).containsOnlyOnce(true);
            assertThat(store().load("a")).isEqualTo(at(2, by(saved.indexOf(true))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a#b", "a/1/0", " ", "ü 日本 🎟", "\"{}\\", "a\nb", "%23", "a:b|c,d=e&f"})
    void a_key_may_have_any_character(String key) {
        var instance = keyed(key);
        store().save(instance, NOW);

        assertThat(store().load(key)).isEqualTo(instance);
        assertThat(due(NOW)).containsExactly(key);
    }

    @Test
    void instances_with_similar_keys_are_kept_apart() {
        var keys = List.of("a", "A", "a ", "a#", "a#1", "aa", "a/1");
        for (var key : keys) assertThat(store().save(keyed(key), NOW)).isTrue();

        for (var key : keys) assertThat(store().load(key)).isEqualTo(keyed(key));
        assertThat(due(NOW)).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void a_sweep_finds_an_instance_from_the_instant_it_is_due() {
        store().save(timed(1, NOW.plusMillis(2)), NOW);

        assertThat(due(NOW.plusMillis(1))).isEmpty();
        assertThat(due(NOW.plusMillis(2))).containsExactly("a");
        assertThat(due(NOW.plus(Duration.ofDays(9)))).containsExactly("a");
    }

    @Test
    void a_later_write_changes_when_an_instance_is_due() {
        store().save(timed(1, NOW), NOW);
        store().save(timed(2, NOW.plusSeconds(5)), NOW);

        assertThat(due(NOW.plusSeconds(4))).isEmpty();
        assertThat(due(NOW.plusSeconds(5))).containsExactly("a");
    }

    @Test
    void a_failed_write_does_not_change_when_an_instance_is_due() {
        store().save(timed(1, NOW.plusSeconds(5)), NOW);
        store().save(timed(1, NOW), NOW);
        store().save(timed(3, NOW), NOW);

        assertThat(due(NOW.plusSeconds(4))).isEmpty();
    }

    private static Instance<State, Input> at(long version, @Nullable State state) {
        return instance(it -> {
            it.version = version;
            it.state = state;
        });
    }

    private static Instance<State, Input> timed(long version, Instant at) {
        return with("a", version, at);
    }

    private static Instance<State, Input> keyed(String key) {
        return with(key, 1, NOW);
    }

    private static Instance<State, Input> with(String key, long version, Instant at) {
        var timers = Map.of("late", new Timer(at, null, "cor", "cau"));
        return instance(it -> {
            it.key = key;
            it.version = version;
            it.state = by(7);
            it.timers = timers;
        });
    }

    private static State by(int writer) {
        return new State.Closing("old", "new", "writer " + writer);
    }

    private static Input asked(@Nullable String purpose) {
        return new Input.Asked("old", "new", NOW, purpose);
    }

    private static Send<Account.Command> send(String to, Account.Command command) {
        return new Send<>(Account.TYPE, to, command);
    }

    /// An instance with the fields that the test sets, and no others.
    protected static Instance<State, Input> instance(Consumer<Draft> has) {
        var it = new Draft();
        has.accept(it);
        return new Instance<>(
                it.key,
                it.version,
                it.state,
                it.finished,
                it.marks,
                it.owed,
                it.timers,
                it.waiting,
                it.skipped,
                it.parked,
                it.behind,
                it.others);
    }

    /// A mutable draft of an instance.
    protected static final class Draft {
        public String key = "a";
        public long version = 1;
        public @Nullable State state;
        public boolean finished;
        public Map<EntityRef, Long> marks = Map.of();
        public List<Owed> owed = List.of();
        public Map<String, Timer> timers = Map.of();
        public List<Waiting<Input>> waiting = List.of();
        public List<Skipped> skipped = List.of();
        public @Nullable Parked parked;
        public Set<EntityRef> behind = Set.of();
        public OtherEntities others = OtherEntities.NONE;
    }
}
