package dev.millrace.eventsourcing.lambda.host;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.dynamodb.DueInstances;
import dev.millrace.eventsourcing.process.RetryPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The answer to an operator who asks what is due.
@DisplayNameGeneration(ReplaceUnderscores.class)
class DueListTest {
    @RegisterExtension private final Bank bank = new Bank();

    @Test
    void a_due_instance_is_listed_with_its_entity_and_one_that_is_not_yet_due_is_not() {
        bank.open("m", "Mallory");
        bank.toProcesses(bank.items("Accounts"));
        bank.toProcesses(bank.items("Safes"));
        assertThat(due()).isEmpty();
        var since = bank.clock.instant().plus(RetryPolicy.wait(0));
        bank.clock.advance(RetryPolicy.wait(0).plusSeconds(3));

        assertThat(due())
                .containsExactly(
                        Map.of(
                                "process", "bonus",
                                "instance", "SafeDeposit#m/1",
                                "since", since.toString(),
                                "type", "SafeDeposit",
                                "entity", "m"));
        assertThat(ask())
                .containsEntry("more", false)
                .containsEntry("now", since.plusSeconds(3).toString());
    }

    @Test
    void an_instance_of_an_unknown_process_or_entity_is_listed_without_an_entity() {
        put("renamed", "a", "a");
        put("bonus", "b", "no commit");

        assertThat(due()).hasSize(2).allMatch(one -> !one.containsKey("entity"));
    }

    @Test
    void an_unreadable_row_hides_no_other() {
        put("bonus", "a", "SafeDeposit#a/1");
        bank.put(Map.of("pk", fromS("broken"), "dueShard", fromS("0"), "dueAt", fromS("0")));

        assertThat(due()).hasSize(1);
        assertThat(ask().get("unreadable")).asString().contains("broken: ");
    }

    @Test
    void a_hundred_are_listed_by_one_query_per_shard() {
        for (var n = 0; n < 150; n++) put("transfer", "t" + n, "t" + n);
        bank.meter().reset();

        assertThat(due()).hasSize(100);

        assertThat(ask()).containsEntry("more", true);
        assertThat(bank.meter().calls()).hasSize(2 * DueInstances.SHARDS).containsOnly("query");
    }

    private void put(String process, String id, String key) {
        bank.put(
                Map.of(
                        "pk", fromS(process + "#" + id),
                        "process", fromS(process),
                        "key", fromS(key),
                        "dueShard", fromS(Integer.toString(id.hashCode() & 7)),
                        "dueAt", fromS("2026-01-01T00:00:00.000000000Z")));
    }

    private Map<String, Object> ask() {
        return bank.ask(Map.of("operation", "due"));
    }

    @SuppressWarnings("unchecked") // a list of JSON objects
    private List<Map<String, Object>> due() {
        return Json.mapper().convertValue(ask().get("due"), List.class);
    }
}
