package dev.millrace.eventsourcing.process;

import static dev.millrace.eventsourcing.testkit.Account.Rejection.NOT_OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Effect.Immediate;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Envelope;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.TypeNames;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Command.Deposit;
import dev.millrace.eventsourcing.testkit.Account.Command.OpenAccount;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountClosed;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.Account.Event.PaidOut;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.Faults;
import dev.millrace.eventsourcing.testkit.RecordingBus.Published;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The effects of an event are sent at once, with ids that follow from the event.
@DisplayNameGeneration(ReplaceUnderscores.class)
class StatelessProcessTest {
    private static final Account.Command DEPOSIT = new Deposit(BigDecimal.ONE, null);
    private static final Account.Command OPEN = new OpenAccount("Ada");

    record Farewell(String id) implements Message {}

    /// Welcomes an account that opens with two deposits on account `a`. If a deposit is rejected,
    /// it opens `a`. For an account that closes it publishes a farewell.
    private final class Welcome implements StatelessProcess<Account.Event> {
        @Override
        public String name() {
            return "welcome";
        }

        @Override
        public EntityType<?, ?, Account.Event, ?> source() {
            return Account.TYPE;
        }

        @Override
        public List<Immediate> on(Account.Event event, Envelope envelope) {
            envelopes.add(envelope);
            return switch (event) {
                case AccountOpened _ -> List.of(send(DEPOSIT), send(DEPOSIT));
                case AccountClosed _ -> List.of(new Publish(new Farewell(envelope.eventId())));
                case PaidOut _ -> List.of(new Publish(new Diary.Note("of another process")));
                case Account.Event.Deposited _ -> List.of();
            };
        }

        @Override
        public List<Immediate> rejected(Rejection<?, ?> rejection) {
            rejections.add(rejection.command() + " " + rejection.reason());
            return List.of(send(OPEN));
        }

        @Override
        public boolean expects(Rejection<?, ?> rejection) {
            return expected.contains(rejection.reason());
        }

        @Override
        public TypeNames<? extends Message> messages() {
            return TypeNames.of(Farewell.class, TypeNames.named("Farewell", Farewell.class));
        }

        private Send<Account.Command> send(Account.Command command) {
            return new Send<>(Account.TYPE, "a", command);
        }
    }

    private final World world = new World();
    private final Faults faults = new Faults();
    private final CommitHost warm = cold();
    private final List<Envelope> envelopes = new ArrayList<>();
    private final List<String> rejections = new ArrayList<>();
    private final Set<Account.Rejection> expected = EnumSet.noneOf(Account.Rejection.class);
    private final Commit<Account.Event> opening =
            Commits.commit("new", 7, new AccountOpened("Eve"), new AccountOpened("Eve"));

    @Nested
    class WhenItsCommandsAreAccepted {
        WhenItsCommandsAreAccepted() {
            send("first", OPEN);
        }

        @Test
        void each_event_and_each_position_sends_a_command_of_its_own() {
            handle(warm, opening);

            assertThat(balance()).isEqualTo("4");
            assertThat(sent())
                    .extracting(Commit::commandId)
                    .containsExactly(
                            Ids.of("welcome", "new/7/0", "0", "Deposit"),
                            Ids.of("welcome", "new/7/0", "1", "Deposit"),
                            Ids.of("welcome", "new/7/1", "0", "Deposit"),
                            Ids.of("welcome", "new/7/1", "1", "Deposit"));
        }

        @Test
        void they_name_the_process_that_sent_them_and_the_event_that_caused_them() {
            handle(warm, opening);

            assertThat(sent())
                    .extracting(Commit::by, Commit::correlationId, Commit::causationId)
                    .contains(
                            tuple("welcome Deposit", "correlation", "new/7/0"),
                            tuple("welcome Deposit", "correlation", "new/7/1"));
        }

        @Test
        void a_commit_that_is_delivered_again_changes_nothing() {
            handle(warm, opening);
            for (var n = 0; n < 5; n++) send("later " + n, DEPOSIT);
            var before = sent();

            handle(warm, opening);
            handle(cold(), opening);

            assertThat(sent()).isEqualTo(before);
        }

        @Test
        void redelivery_after_more_commands_than_the_target_remembers_changes_nothing() {
            handle(warm, opening);
            for (var n = 0; n < 150; n++) send("later " + n, DEPOSIT);
            var before = sent();
            world.clock.advance(Duration.ofMinutes(1));

            handle(cold(), opening);

            assertThat(sent()).isEqualTo(before);
        }

        /// The clock of the function that committed may be ahead.
        @Test
        void redelivery_of_a_commit_with_a_time_in_the_future_changes_nothing() {
            Commit<Account.Event> ahead = Commits.commit("new", 60, new AccountOpened("Eve"));
            handle(warm, ahead);
            for (var n = 0; n < 150; n++) send("later " + n, DEPOSIT);
            var before = sent();

            handle(cold(), ahead);

            assertThat(sent()).isEqualTo(before);
        }

        @Test
        void work_that_an_outage_interrupts_is_finished_when_the_commit_is_delivered_again() {
            faults.failAfter(3);
            assertThatExceptionOfType(Outage.class).isThrownBy(() -> handle(warm, opening));
            assertThat(sent()).hasSize(2);

            handle(cold(), opening);

            assertThat(balance()).isEqualTo("4");
        }
    }

    @Nested
    class WhenACommandIsRejected {
        @Test
        void the_process_is_given_the_rejection_and_what_follows_has_the_command_as_its_cause() {
            handle(warm, Commits.commit("new", 7, new AccountOpened("Eve")));

            var rejected = Ids.of("welcome", "new/7/0", "0", "Deposit");
            assertThat(rejections).containsExactly(DEPOSIT + " " + NOT_OPEN);
            assertThat(world.commits(Account.TYPE).read("a", 0))
                    .extracting(Commit::commandId, Commit::correlationId, Commit::causationId)
                    .containsExactly(
                            tuple(
                                    Ids.of("welcome", rejected, "0", "OpenAccount"),
                                    "correlation",
                                    rejected),
                            tuple(
                                    Ids.of("welcome", "new/7/0", "1", "Deposit"),
                                    "correlation",
                                    "new/7/0"));
        }

        @Test
        void a_rejection_that_it_does_not_expect_is_reported_too() {
            handle(warm, opening);

            assertThat(rejections).hasSize(1);
            assertThat(world.reports().lines())
                    .containsExactly("rejected welcome Deposit Account#a NOT_OPEN");
        }

        @Test
        void a_rejection_that_it_expects_is_not_reported() {
            expected.add(NOT_OPEN);
            handle(warm, opening);

            assertThat(rejections).hasSize(1);
            assertThat(world.reports().lines()).isEmpty();
        }
    }

    @Test
    void a_message_is_published_under_its_persisted_name_and_its_own_id() {
        handle(warm, Commits.commit("new", 2, new AccountClosed()));

        assertThat(world.published().published())
                .containsExactly(new Published("Farewell", new Farewell("new/2/0")));
    }

    @Test
    void a_message_that_it_has_no_name_for_parks_the_commit() {
        handle(warm, Commits.commit("new", 3, new PaidOut(BigDecimal.ONE)));

        assertThat(world.published().messages()).isEmpty();
        assertThat(warm.parked("Account#new/3"))
                .get()
                .extracting(Instance.Parked::error)
                .asString()
                .contains("no name for");
    }

    @Test
    void a_command_to_an_entity_that_the_service_does_not_declare_parks_the_commit() {
        var host = CommitHost.of(new Welcome(), Map.of(), world);

        handle(host, opening);

        assertThat(host.parked("Account#new/7"))
                .get()
                .extracting(Instance.Parked::error)
                .asString()
                .contains(
                        "welcome sends a command to a Account, which the service does not declare");
    }

    @Test
    void it_is_given_the_envelope_of_each_event() {
        send("first", OPEN);
        handle(warm, opening);

        var entity = new EntityRef("Account", "new");
        assertThat(envelopes)
                .containsExactly(
                        new Envelope(entity, 7, 0, opening.at(), "correlation"),
                        new Envelope(entity, 7, 1, opening.at(), "correlation"));
    }

    /// The process in a cold function.
    private CommitHost cold() {
        return CommitHost.of(new Welcome(), Map.of("Account", Account.TYPE), world.with(faults));
    }

    private static void handle(CommitHost host, Commit<Account.Event> commit) {
        host.handle(new EntityRef("Account", commit.entityId()), List.of(commit));
    }

    private void send(String commandId, Account.Command command) {
        world.entities(Account.TYPE)
                .send("a", command, new Trace(commandId, "test", "correlation", null));
    }

    private List<Commit<Account.Event>> sent() {
        return world.commits(Account.TYPE).read("a", 1);
    }

    private String balance() {
        var state = Account.TYPE.decider().initial();
        for (var commit : world.commits(Account.TYPE).read("a", 0)) {
            state = Account.TYPE.decider().evolve(state, commit.events());
        }
        return state instanceof Account.Open open ? open.balance().toString() : "none";
    }
}
