package dev.millrace.eventsourcing.testkit;

import static dev.millrace.eventsourcing.TypeNames.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.eventsourcing.TypeNames;
import dev.millrace.eventsourcing.process.BusInput;
import dev.millrace.eventsourcing.process.InputTime;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.process.Rejection;
import dev.millrace.eventsourcing.process.Service;
import dev.millrace.eventsourcing.process.Source;
import dev.millrace.eventsourcing.process.StatefulProcess;
import dev.millrace.eventsourcing.process.Transition;
import dev.millrace.eventsourcing.testkit.Account.Command.OpenAccount;
import dev.millrace.eventsourcing.trace.Diagnosis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// A world does not hide a defect.
@DisplayNameGeneration(ReplaceUnderscores.class)
class WorldTest {
    private static final OpenAccount OPEN = new OpenAccount("ada");
    private static final String PARKED =
            "luck a at Account#a/1: java.lang.IllegalStateException: no luck";

    private record Luck(String account) {}

    private static final ProcessType<Luck, Luck> TYPE =
            new ProcessType<>(
                    "luck",
                    new Luck(""),
                    TypeNames.of(Luck.class, named("Luck", Luck.class)),
                    TypeNames.of(Luck.class, named("Luck", Luck.class)),
                    ProcessType.NO_MESSAGES,
                    List.of());

    /// @param check throws on the inputs that must fail
    private record Chance(Consumer<Luck> check) implements StatefulProcess<Luck, Luck> {
        @Override
        public ProcessType<Luck, Luck> type() {
            return TYPE;
        }

        @Override
        public Interest interest(Luck input) {
            return Interest.START;
        }

        @Override
        public Transition<Luck> on(Luck state, Luck input, InputTime time) {
            check.accept(input);
            return Transition.to(input);
        }

        @Override
        public Luck due(String timer) {
            throw new AssertionError(timer);
        }

        @Override
        public Luck rejected(Rejection<?, ?> rejection) {
            throw new AssertionError(rejection);
        }
    }

    private static Service service(Consumer<Luck> check) {
        return Service.named("accounts")
                .entity(Account.TYPE, Diagnosis.none())
                .process(
                        new Chance(check),
                        Source.home(Account.TYPE, (commit, _) -> new Luck(commit.entityId())),
                        new BusInput<>(
                                "fate",
                                "LuckFound",
                                (detail, _) -> {
                                    var account =
                                            (String) Objects.requireNonNull(detail.get("account"));
                                    return new BusInput.Read<>(account, account, new Luck(account));
                                }));
    }

    private static final Service UNLUCKY =
            service(_ -> {
                throw new IllegalStateException("no luck");
            });

    private static World opened() {
        var world = World.of(UNLUCKY);
        world.send(Account.TYPE, "a", OPEN);
        return world;
    }

    @Test
    void parked_work_fails_the_test_with_its_defect() {
        assertThatThrownBy(opened()::deliver)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(PARKED)
                .hasMessageContaining("allowingParked()")
                .cause()
                .hasMessage("no luck")
                .satisfies(defect ->
                        assertThat(defect.getStackTrace())
                                .anyMatch(at -> at.getClassName().equals(Chance.class.getName())));
    }

    @Test
    void parked_work_fails_every_pass_of_time_until_it_is_repaired() {
        var world = opened();

        for (var n = 0; n < 2; n++) {
            assertThatThrownBy(() -> world.pass(Duration.ofDays(1)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(PARKED)
                    .hasRootCauseMessage("no luck");
        }
    }

    @Test
    void an_event_of_the_bus_that_is_parked_fails_the_test() {
        assertThatThrownBy(() ->
                        World.of(UNLUCKY).receive("fate", "LuckFound", Map.of("account", "b")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("luck b at LuckFound/b: ")
                .hasRootCauseMessage("no luck");
    }

    @Test
    void everything_parked_is_named() {
        var world = opened();
        world.send(Account.TYPE, "b", OPEN);

        assertThatThrownBy(world::deliver)
                .hasMessageContaining("luck a at Account#a/1: ")
                .hasMessageContaining("luck b at Account#b/1: ");
    }

    @Test
    void a_test_may_allow_parked_work_and_see_it_tried_again() {
        var failures = new ArrayList<Luck>();
        var world =
                World.of(
                                service(luck -> {
                                    failures.add(luck);
                                    if (failures.size() < 6)
                                        throw new IllegalStateException("no luck");
                                }))
                        .allowingParked();
        world.send(Account.TYPE, "a", OPEN);

        world.deliver();
        assertThat(world.parked()).containsExactly(PARKED);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.parked()).isEmpty();
        assertThat(world.instance(TYPE, "a").state()).isEqualTo(new Luck("a"));
    }

    @Test
    void a_story_that_fails_without_a_crash_says_so() {
        assertThatThrownBy(() ->
                        World.crashAtEveryCall(
                                () -> UNLUCKY,
                                world -> {
                                    world.send(Account.TYPE, "a", OPEN);
                                    world.deliver();
                                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("without a crash: ")
                .hasMessageContaining(PARKED)
                .hasRootCauseMessage("no luck");
    }

    @Test
    void a_story_that_fails_only_with_a_crash_names_the_call() {
        assertThatThrownBy(() ->
                        World.crashAtEveryCall(
                                () -> service(_ -> {}),
                                world -> {
                                    var before = world.now();
                                    world.send(Account.TYPE, "a", OPEN);
                                    assertThat(world.now()).isEqualTo(before);
                                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("with a crash before call 1, ");
    }
}
