package dev.millrace.eventsourcing.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Rows;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import dev.millrace.eventsourcing.testkit.Transfer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The variables from which a function reads the names of its tables and its bus.
@DisplayNameGeneration(ReplaceUnderscores.class)
class PlatformTest {
    private final Map<String, String> variables = new HashMap<>();

    @ParameterizedTest
    @CsvSource({
        "Booking, BOOKING_EVENTS_TABLE",
        "LoyaltyAccount, LOYALTY_ACCOUNT_EVENTS_TABLE",
        "Level2Support, LEVEL2_SUPPORT_EVENTS_TABLE",
        "IBAN, IBAN_EVENTS_TABLE"
    })
    void a_journal_has_the_table_of_its_entities(String entity, String variable) {
        variables.put(variable, "the-table");

        assertThat(platform().events(named(entity))).isEqualTo("the-table");
    }

    @ParameterizedTest
    @CsvSource({
        "booking-view, BOOKING_VIEW_TABLE",
        "open-orders-by-day, OPEN_ORDERS_BY_DAY_TABLE",
        "orders, ORDERS_TABLE",
        "failed-com.acme.payments, FAILED_COM_ACME_PAYMENTS_TABLE"
    })
    void a_view_has_the_table_of_its_name(String view, String variable) {
        variables.put(variable, "the-table");

        assertThat(platform().resource(view, "_TABLE")).isEqualTo("the-table");
    }

    @Test
    void a_table_that_is_not_configured_is_named() {
        var view =
                new ViewType<>(
                        "account-view",
                        Account.TYPE,
                        Long.class,
                        new Rows.OnePerEntity<>((_, commit) -> commit.seq()),
                        _ -> Map.of(),
                        null);

        assertThatIllegalStateException()
                .isThrownBy(() -> platform().journal(Account.TYPE))
                .withMessageContaining("ACCOUNT_EVENTS_TABLE is not set");
        assertThatIllegalStateException()
                .isThrownBy(() -> platform().rows(view))
                .withMessageContaining("ACCOUNT_VIEW_TABLE is not set");
        assertThatIllegalStateException()
                .isThrownBy(() -> platform().instances(Transfer.TYPE))
                .withMessageContaining("PROCESSES_TABLE is not set");
    }

    @Test
    void a_bus_needs_its_name_and_the_name_of_the_service_on_it() {
        assertThatIllegalStateException()
                .isThrownBy(() -> platform().bus())
                .withMessageContaining("BUS is not set");
        variables.put("BUS", "the-bus");
        assertThatIllegalStateException()
                .isThrownBy(() -> platform().bus())
                .withMessageContaining("BUS_SOURCE is not set");
    }

    @Test
    void the_entities_of_a_type_are_made_once() {
        variables.put("ACCOUNT_EVENTS_TABLE", "Accounts");
        var platform = platform();

        assertThat(platform.entities(Account.TYPE)).isSameAs(platform.entities(Account.TYPE));
    }

    private static EntityType<?, ?, ?, ?> named(String name) {
        var type = Account.TYPE;
        return new EntityType<>(
                name,
                type.decider(),
                type.begins(),
                type.commands(),
                type.events(),
                type.states(),
                1);
    }

    private Platform platform() {
        return new Platform(
                new Environment(Map.copyOf(variables)).silent(),
                TestRuntime.at(InstantSource.system()),
                new AwsClients(new Environment(Map.of("AWS_REGION", "eu-central-1"))));
    }
}
