package dev.millrace.eventsourcing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Rows;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.trace.Diagnosis;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A wrong declaration is rejected when it is made.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ServiceTest {
    private static final EntityType<?, ?, Account.Event, ?> OTHER = Account.typeWithSnapshots(2);

    private final Service bank = Service.named("bank").entity(Account.TYPE, Diagnosis.none());

    @Test
    void an_entity_is_declared_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bank.entity(OTHER, Diagnosis.none()))
                .withMessage("bank declares the entity type twice: Account");
    }

    @Test
    void a_process_subscribes_only_to_entities_that_are_declared_before_it() {
        var service = Service.named("bank");
        var message = "needs Account, which the service bank does not declare before it";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> service.process(new Listener("first")))
                .withMessage("first " + message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> service.process(new Diary(), Diary.ACCOUNTS))
                .withMessage("diary " + message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> service.view(view("rows", Account.TYPE)))
                .withMessage("rows " + message);
    }

    @Test
    void a_process_commands_only_entities_that_are_declared_before_it() {
        var service = Service.named("bank");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> service.process(new Diary()))
                .withMessage(
                        "diary needs Account, which the service bank does not declare before it");
    }

    @Test
    void a_process_with_state_has_a_source() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bank().process(new Diary()))
                .withMessage("diary has no subscription: declare its sources in the same call");
    }

    @Test
    void another_type_under_a_declared_name_is_not_declared() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bank.process(new Listener("first", OTHER)))
                .withMessageContaining("does not declare");
    }

    static Stream<Service> withOneNameTwice() {
        return Stream.of(
                bank().process(new Listener("a")).process(new Listener("a")),
                bank().process(new Listener("diary")).process(new Diary(), Diary.ACCOUNTS),
                bank().process(new Listener("a")).view(view("a", Account.TYPE)),
                bank().process(new Listener("bank-stream")));
    }

    @ParameterizedTest
    @MethodSource("withOneNameTwice")
    void two_processes_or_views_have_no_name_in_common_and_none_is_named_like_the_stream(
            Service service) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Processes(service, new World()))
                .withMessageContaining("bank has two processes or views named ");
    }

    @Test
    void a_source_of_the_bus_has_one_subscribed_process() {
        var letters = ProcessesTest.input("letters");
        bank.process(new Diary(), Diary.ACCOUNTS, letters);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> bank.process(new Diary(), letters))
                .withMessage(
                        "diary and diary both subscribe to the source letters of the bus: only one may");
    }

    @Test
    void a_process_has_one_home() {
        var service = bank().entity(ProcessesTest.VAULT, Diagnosis.none());
        var second =
                Source.<Account.Event, Diary.Line>home(
                        ProcessesTest.VAULT, (_, _) -> new Diary.Line(""));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> service.process(new Diary(), Diary.ACCOUNTS, second))
                .withMessage("diary has two homes, Account and Vault: an instance has only one");
    }

    @Test
    void a_service_that_publishes_nothing_needs_no_bus() {
        var world = new World();
        world.busIsBroken.set(true);

        assertThat(new Processes(bank().process(new Listener("silent")), world).stream().name())
                .isEqualTo("bank-stream");
    }

    @Test
    void a_type_is_found_by_its_name() {
        assertThat(bank.type("Account")).isSameAs(Account.TYPE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bank.type("Invoice"))
                .withMessage("bank has no entities Invoice: there are [Account]");
    }

    @Test
    void a_type_has_the_diagnosis_that_it_was_declared_with() {
        Diagnosis<Account, Account.Event> diagnosis = (_, report) -> report.status("told");

        assertThat(Service.named("bank").entity(Account.TYPE, diagnosis).diagnosis(Account.TYPE))
                .isSameAs(diagnosis);
    }

    private static Service bank() {
        return Service.named("bank").entity(Account.TYPE, Diagnosis.none());
    }

    static ViewType<Long, Account.Event> view(String name, EntityType<?, ?, Account.Event, ?> of) {
        return new ViewType<>(
                name,
                of,
                Long.class,
                new Rows.OnePerEntity<>((_, commit) -> commit.seq()),
                _ -> Map.of(),
                null);
    }
}
