package dev.millrace.eventsourcing.process;

import static dev.millrace.eventsourcing.process.Diary.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Command.CloseAccount;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountClosed;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.Faults;
import dev.millrace.eventsourcing.testkit.InMemoryPorts;
import dev.millrace.eventsourcing.trace.Diagnosis;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A service whose commits go to stateless processes and to a stateful one.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProcessesTest {
    static final EntityType<Account, Account.Command, Account.Event, Account.Rejection> VAULT =
            new EntityType<>(
                    "Vault",
                    Account.TYPE.decider(),
                    Account.TYPE.begins(),
                    Account.TYPE.commands(),
                    Account.TYPE.events(),
                    Account.TYPE.states(),
                    1);

    private final Diary diary = new Diary();
    private final World world = diary.world;
    private final Listener first = new Listener("first");
    private final Listener ofVaults = new Listener("of vaults", VAULT);
    private final Listener last = new Listener("last");
    private final Service service =
            Service.named("bank")
                    .entity(Account.TYPE, Diagnosis.none())
                    .entity(VAULT, Diagnosis.none())
                    .process(first)
                    .process(ofVaults)
                    .process(diary, Diary.ACCOUNTS, input("letters"), input("calls"))
                    .process(last)
                    .view(ServiceTest.view("rows", Account.TYPE));
    private final InMemoryPorts ports = world.with(diary.faults);
    private final Processes processes = new Processes(service, ports);
    private final StreamReader stream = processes.stream();

    ProcessesTest() {
        diary.starts.add("a opened");
        diary.history("a");
    }

    static BusInput<Diary.Line> input(String source) {
        return new BusInput<>(
                source,
                "Received",
                (_, _) -> {
                    throw new IllegalArgumentException("not used here");
                });
    }

    @Nested
    class ACommit {
        @Test
        void goes_to_every_process_with_the_entity_as_a_source_and_each_step_is_reported() {
            handle();

            assertThat(first.received).containsExactly("a/1/0");
            assertThat(last.received).containsExactly("a/1/0");
            assertThat(diary.lines()).containsExactly("a opened");
            assertThat(world.reports().steps())
                    .containsExactly(
                            "first Account#a a/1/0 done",
                            "last Account#a a/1/0 done",
                            "diary Account#a a/1/0 done");
        }

        @Test
        void is_not_given_to_a_process_that_does_not_hear_its_type() {
            handle();
            assertThat(ofVaults.received).isEmpty();

            stream.handle(
                    new EntityRef("Vault", "v"),
                    List.of(Commits.commit("v", 1, new AccountOpened("Ada"))));

            assertThat(ofVaults.received).containsExactly("v/1/0");
            assertThat(first.received).containsExactly("a/1/0");
        }

        @Test
        void is_known_to_the_next_command_which_needs_no_read() {
            handle();
            diary.faults.forgetCalls();

            ports.send(
                    new Send<>(Account.TYPE, "a", new CloseAccount()),
                    new Trace("c", "test", "cor", null),
                    null);

            assertThat(diary.faults.calls()).containsExactly("append a 2");
        }

        @Test
        void of_a_type_that_the_service_does_not_declare_parks() {
            stream.handle(
                    new EntityRef("Invoice", "1"),
                    List.of(Commits.commit("1", 7, new AccountOpened("Ada"))));

            assertThat(parked("Invoice#1/7"))
                    .get()
                    .extracting(Parked::error)
                    .asString()
                    .contains("bank has no entities Invoice");
        }
    }

    @Nested
    class AFailure {
        /// Closes an account that was never opened.
        private final Commit<Account.Event> impossible =
                Commits.commit("b", 1, new AccountClosed());

        @Test
        void that_is_an_outage_of_one_process_keeps_no_other_from_the_commit_and_is_thrown() {
            first.failure = new Outage("away", null);

            assertThatExceptionOfType(Outage.class).isThrownBy(ProcessesTest.this::handle);

            assertThat(diary.lines()).containsExactly("a opened");
            assertThat(last.received).containsExactly("a/1/0");
            assertThat(world.reports().steps())
                    .containsExactly(
                            "first Account#a a/1/0 failed",
                            "last Account#a a/1/0 done",
                            "diary Account#a a/1/0 done");
            assertThat(parked("Account#a/1")).isEmpty();
            assertThat(world.pauses).isEmpty();
        }

        @Test
        void of_a_process_without_state_is_parked_by_that_process_alone() {
            first.failure = new IllegalStateException("no");

            handle();

            assertThat(world.reports().lines())
                    .containsExactly("parked first Account#a/1 at Account#a/1");
            assertThat(last.received).containsExactly("a/1/0");
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void to_load_an_instance_parks_the_commit_under_the_stream_after_three_tries(
                boolean isTooDeep) {
            instanceFails(isTooDeep, 1, 2, 3);

            handle();

            assertThat(world.reports().lines())
                    .containsExactly("parked bank-stream Account#a/1 at Account#a/1");
            assertThat(parked("Account#a/1")).get().extracting(Parked::attempts).isEqualTo(3);
            assertThat(world.pauses).containsExactly(1, 2);
            assertThat(first.received).hasSize(3);
            assertThat(last.received).hasSize(3);
            assertThat(diary.lines()).isEmpty();

            kept().redrive("Account#a/1");

            assertThat(diary.lines()).containsExactly("a opened");
            assertThat(parked("Account#a/1")).isEmpty();
        }

        /// A defect of `first` cannot be parked, since its instance cannot be loaded.
        @Test
        void that_is_too_deep_keeps_no_other_process_from_the_commit() {
            first.failure = new IllegalStateException("no");
            var loads = new AtomicInteger();
            for (var call = 1; call <= 10; call++) {
                diary.faults.meanwhile(
                        call,
                        () -> {
                            var isLoad =
                                    diary.faults
                                            .calls()
                                            .getLast()
                                            .equals("load process Account#a/1");
                            if (isLoad && loads.incrementAndGet() <= 3)
                                throw new StackOverflowError();
                        });
            }

            handle();

            assertThat(last.received).hasSize(3);
            assertThat(diary.lines()).containsExactly("a opened");
            assertThat(parked("Account#a/1"))
                    .get()
                    .extracting(Parked::error)
                    .asString()
                    .contains("stack overflow");
        }

        @Test
        void that_is_an_outage_takes_precedence_over_a_defect_before_or_after_it() {
            instanceFails(false, 1);
            last.failure = new Outage("away", null);

            assertThatExceptionOfType(Outage.class).isThrownBy(ProcessesTest.this::handle);
            assertThatExceptionOfType(Outage.class)
                    .isThrownBy(() -> stream.handle(account("b"), List.of(impossible)));

            assertThat(parked("Account#a/1")).isEmpty();
            assertThat(parked("Account#b/1")).isEmpty();
        }

        @Test
        void to_learn_a_commit_does_not_keep_it_from_any_process() {
            var impossible = Commits.<Account.Event>commit("b", 1, new AccountClosed());

            stream.handle(account("b"), List.of(impossible));

            assertThat(first.received).contains("b/1/0");
            assertThat(last.received).contains("b/1/0");
            assertThat(parked("Account#b/1"))
                    .get()
                    .extracting(Parked::error)
                    .asString()
                    .contains("cannot happen");
        }

        private void instanceFails(boolean isTooDeep, int... calls) {
            for (var call : calls) {
                diary.faults.meanwhile(
                        call,
                        () -> {
                            if (isTooDeep) throw new StackOverflowError();
                            throw new IllegalArgumentException("newer code wrote it");
                        });
            }
        }
    }

    @Test
    void a_commit_that_cannot_be_read_is_parked_under_the_stream_and_later_goes_to_every_process() {
        stream.unreadable("Account#a/1", new IllegalArgumentException("newer code wrote it"));
        assertThat(parked("Account#a/1")).isPresent();
        assertThat(first.received).isEmpty();

        kept().redrive("Account#a/1");

        assertThat(first.received).containsExactly("a/1/0");
        assertThat(diary.lines()).containsExactly("a opened");
        assertThat(last.received).containsExactly("a/1/0");
        assertThat(parked("Account#a/1")).isEmpty();
    }

    @Nested
    class Names {
        @Test
        void are_those_of_the_processes_the_stream_and_the_views() {
            assertThat(processes.names())
                    .containsExactly("first", "of vaults", "last", "diary", "bank-stream", "rows");
            for (var name : processes.names()) {
                assertThat(processes.named(name)).isNotNull();
                assertThat(Optional.ofNullable(processes.named(name)))
                        .get()
                        .extracting(ProcessControl::name)
                        .isEqualTo(name);
            }
            assertThat(processes.named("nobody")).isNull();
        }

        @Test
        void of_bus_sources_lead_to_their_receivers() {
            assertThat(processes.busSources()).containsExactly("letters", "calls");
            assertThat(processes.receivers("letters"))
                    .extracting(receiver -> receiver.input().source())
                    .containsExactly("letters");
            assertThat(processes.receivers("nowhere")).isEmpty();
        }
    }

    /// A function that handles commits may have no table of the views.
    @Test
    void a_view_opens_its_rows_when_it_is_first_needed() {
        var withoutRows =
                new InMemoryPorts(world, new Faults()) {
                    @Override
                    public <V> ViewStore<V> rows(ViewType<V, ?> view) {
                        throw new IllegalStateException("no table of rows");
                    }
                };
        var some = new Processes(service, withoutRows);

        some.stream().handle(account("a"), world.commits(Account.TYPE).read("a", 0, 1));

        assertThat(last.received).containsExactly("a/1/0");
        assertThatIllegalStateException().isThrownBy(some::views);
    }

    private void handle() {
        stream.handle(account("a"), world.commits(Account.TYPE).read("a", 0, 1));
    }

    /// The stream as an operator sees it.
    private ProcessControl kept() {
        return Objects.requireNonNull(processes.named("bank-stream"));
    }

    private Optional<Parked> parked(String commit) {
        return kept().parked(commit);
    }
}
