package dev.millrace.eventsourcing.lambda.host;

import static dev.millrace.eventsourcing.lambda.StreamBatch.failures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.dynamodb.Item;
import dev.millrace.eventsourcing.process.RetryPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A service with two types of entities, each with its own journal, on the functions of the
/// library.
@DisplayNameGeneration(ReplaceUnderscores.class)
class TwoEntityTypesTest {
    @RegisterExtension private final Bank bank = new Bank();

    @BeforeEach
    void open() {
        bank.open("a", "Ada");
    }

    @Nested
    class TheProcesses {
        @Test
        void receive_and_command_entities_of_each_type() {
            assertThat(failures(bank.toProcesses(bank.items("Accounts")))).isEmpty();
            assertThat(keys("Safes")).containsExactly("SafeDeposit#a/1");

            assertThat(failures(bank.toProcesses(bank.items("Safes")))).isEmpty();
            assertThat(keys("Accounts")).containsExactly("Account#a/1", "Account#a/2");
            assertThat(new Item(bank.items("Accounts").getLast()).text("by"))
                    .isEqualTo("bonus Deposit");
        }

        @Test
        void handle_records_of_both_types_in_one_batch() {
            bank.toProcesses(bank.items("Accounts"));
            bank.open("b", "Bob");
            var both = new ArrayList<>(bank.items("Accounts"));
            both.addAll(bank.items("Safes"));

            assertThat(failures(bank.toProcesses(both))).isEmpty();

            assertThat(keys("Safes"))
                    .containsExactlyInAnyOrder("SafeDeposit#a/1", "SafeDeposit#b/1");
            assertThat(keys("Accounts"))
                    .containsExactlyInAnyOrder("Account#a/1", "Account#a/2", "Account#b/1");
        }

        @Test
        void park_a_record_of_an_undeclared_type_under_the_stream() {
            assertThat(failures(bank.toProcesses(List.of(foreign())))).isEmpty();

            assertThat(parked()).containsExactly("bank-stream Invoice#1/1 at Invoice#1/1");
            assertThat(errors())
                    .singleElement()
                    .asString()
                    .contains("bank has no entities Invoice", "Account", "SafeDeposit");
        }

        @Test
        void need_no_table_of_the_views() {
            var platform = bank.without("ACCOUNT_VIEW_TABLE", "SAFE_VIEW_TABLE");

            assertThat(failures(bank.toProcesses(platform, bank.items("Accounts")))).isEmpty();

            assertThat(keys("Safes")).containsExactly("SafeDeposit#a/1");
        }

        @Test
        void do_not_start_without_the_table_of_processes() {
            var platform = bank.without("PROCESSES_TABLE");

            assertThatIllegalStateException()
                    .isThrownBy(() -> bank.toProcesses(platform, bank.items("Accounts")))
                    .withMessageContaining("PROCESSES_TABLE is not set");
        }
    }

    @Nested
    class TheViews {
        @Test
        void each_show_the_entities_of_their_type() {
            bank.toProcesses(bank.items("Accounts"));
            var both = new ArrayList<>(bank.items("Accounts"));
            both.addAll(bank.items("Safes"));

            assertThat(failures(bank.toViews(both))).isEmpty();

            assertThat(bank.items("AccountRows")).hasSize(1);
            assertThat(bank.items("SafeRows")).hasSize(1);
            assertThat(bank.lines.of("handled"))
                    .extracting(line -> line.path("entity").asText())
                    .contains("Account#a", "SafeDeposit#a");
        }

        @Test
        void park_an_unreadable_record_of_their_own_type() {
            var broken = new HashMap<>(bank.items("Accounts").getFirst());
            broken.put("events", AttributeValue.fromS("[{"));

            assertThat(failures(bank.toViews(List.of(broken)))).isEmpty();

            assertThat(parked()).containsExactly("account-view Account#a at Account#a/1");
        }

        @Test
        void all_park_a_record_of_an_undeclared_type() {
            assertThat(failures(bank.toViews(List.of(foreign())))).isEmpty();

            assertThat(parked())
                    .containsExactlyInAnyOrder(
                            "account-view Invoice#1 at Invoice#1/1",
                            "safe-view Invoice#1 at Invoice#1/1");
        }
    }

    @Nested
    class AnOperator {
        @Test
        void lists_what_is_parked_of_all_processes_or_of_one() {
            bank.open("m", "Mallory");
            bank.toProcesses(bank.items("Accounts"));
            bank.toProcesses(bank.items("Safes"));
            bank.toViews(List.of(foreign()));

            assertThat(parked())
                    .containsExactlyInAnyOrder(
                            "bonus SafeDeposit#m/1 at SafeDeposit#m/1",
                            "account-view Invoice#1 at Invoice#1/1",
                            "safe-view Invoice#1 at Invoice#1/1");
            assertThat(parked(Map.of("operation", "parked", "process", "bonus")))
                    .containsExactly("bonus SafeDeposit#m/1 at SafeDeposit#m/1");
        }

        @Test
        void counts_the_failed_inputs_of_each_process() {
            bank.queues.send("{}");

            assertThat(bank.ask(Map.of("operation", "parked")).get("failedInputs"))
                    .asString()
                    .contains("process=transfer", "triedAgain=1", "givenUp=0");
        }

        @Test
        void traces_an_entity_of_either_type_or_of_the_first_if_none_is_named() {
            bank.toProcesses(bank.items("Accounts"));

            var safe = bank.ask(Map.of("operation", "trace", "type", "SafeDeposit", "entity", "a"));

            assertThat(safe).containsEntry("type", "SafeDeposit").containsEntry("status", "Open");
            assertThat(bank.ask(Map.of("operation", "trace", "entity", "a")))
                    .containsEntry("type", "Account");
            assertThat(texts(safe))
                    .containsExactly(
                            "Account: an event of Account a (commit 1)",
                            "safe-giver: OpenAccount",
                            "SafeDeposit: AccountOpened (commit 1)");
        }

        @Test
        void gets_the_known_types_after_a_mistake() {
            assertThat(bank.ask(Map.of("operation", "trace", "type", "Invoice", "entity", "a")))
                    .extractingByKey("mistake")
                    .asString()
                    .contains("Invoice", "Account", "SafeDeposit");
            assertThat(bank.ask(Map.of("operation", "trace", "type", "SafeDeposit", "entity", "a")))
                    .containsEntry("mistake", "no SafeDeposit has the id a");
        }

        @Test
        void gives_a_process_the_journal_of_its_source() {
            assertThat(fromJournal("safe-giver", Map.of())).containsEntry("commits", 1);

            assertThat(keys("Safes")).containsExactly("SafeDeposit#a/1");
        }

        @Test
        void must_name_the_type_if_a_process_has_several_sources() {
            assertThat(fromJournal("bank-stream", Map.of()))
                    .extractingByKey("mistake")
                    .asString()
                    .contains("bank-stream subscribes to", "Account", "SafeDeposit");

            assertThat(fromJournal("bank-stream", Map.of("type", "Account")))
                    .containsEntry("commits", 1);
            assertThat(keys("Safes")).containsExactly("SafeDeposit#a/1");
        }

        @Test
        void may_not_give_a_process_a_type_that_is_not_its_source() {
            assertThat(fromJournal("safe-giver", Map.of("type", "SafeDeposit")))
                    .containsEntry(
                            "mistake",
                            "type is \"SafeDeposit\": safe-giver subscribes to [Account]");
        }

        private Map<String, Object> fromJournal(String process, Map<String, Object> more) {
            var request = new HashMap<String, Object>(more);
            request.putAll(Map.of("operation", "from-journal", "process", process, "entity", "a"));
            return bank.ask(request);
        }
    }

    /// Parked work of either type is due, and is swept under the name of its process.
    @Test
    void the_sweep_tries_parked_work_of_any_type_again() {
        bank.open("m", "Mallory");
        bank.toProcesses(bank.items("Accounts"));
        bank.toProcesses(bank.items("Safes"));
        bank.clock.advance(RetryPolicy.wait(0));

        assertThat(bank.sweep())
                .containsEntry("swept", 1)
                .containsEntry("failed", 0)
                .containsEntry("complete", true);

        assertThat(bank.ask(Map.of("operation", "parked")).get("parked"))
                .asString()
                .contains("process=bonus", "attempts=6");
    }

    /// A commit of an entity that the service does not declare.
    private Map<String, AttributeValue> foreign() {
        var foreign = new HashMap<>(bank.items("Accounts").getFirst());
        foreign.put("pk", AttributeValue.fromS("Invoice#1"));
        return foreign;
    }

    private List<String> keys(String table) {
        return bank.items(table).stream()
                .map(Item::new)
                .map(item -> item.text("pk") + "/" + item.number("seq"))
                .toList();
    }

    private List<String> parked() {
        return parked(Map.of("operation", "parked"));
    }

    private List<String> parked(Map<String, Object> request) {
        return all(bank.ask(request), "parked").stream()
                .map(one ->
                        "%s %s at %s"
                                .formatted(
                                        one.get("process"), one.get("instance"), one.get("what")))
                .toList();
    }

    private List<Object> errors() {
        return all(bank.ask(Map.of("operation", "parked")), "parked").stream()
                .map(one -> one.get("error"))
                .toList();
    }

    private static List<String> texts(Map<String, Object> trace) {
        return all(trace, "entries").stream()
                .map(entry ->
                        entry.get("lane")
                                + ": "
                                + entry.get("text")
                                + (entry.containsKey("detail")
                                        ? " (" + entry.get("detail") + ")"
                                        : ""))
                .toList();
    }

    @SuppressWarnings("unchecked") // a list of JSON objects
    private static List<Map<String, Object>> all(Map<String, Object> answer, String field) {
        return Json.mapper().convertValue(answer.get(field), List.class);
    }
}
