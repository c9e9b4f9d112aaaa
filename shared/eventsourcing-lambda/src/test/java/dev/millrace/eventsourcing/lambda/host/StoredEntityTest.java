package dev.millrace.eventsourcing.lambda.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.aws.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The stored items of an entity are shown as they are.
@DisplayNameGeneration(ReplaceUnderscores.class)
class StoredEntityTest {
    private static final int MOST_BYTES_OF_LAMBDA = 6 * 1024 * 1024;

    @RegisterExtension private final Bank bank = new Bank();

    @Test
    void an_instance_is_shown_with_all_its_attributes_and_their_json() {
        bank.open("m", "Mallory");
        bank.toProcesses(bank.items("Accounts"));
        bank.toProcesses(bank.items("Safes"));

        assertThat(list(instances("m"), "instances"))
                .singleElement()
                .satisfies(one ->
                        assertThat(one)
                                .containsEntry("process", "bonus")
                                .containsEntry("instance", "SafeDeposit#m/1")
                                .extractingByKey("item")
                                .asString()
                                .contains("parked={what=SafeDeposit#m/1", "version=1", "dueAt="));
    }

    @Test
    void an_unreadable_instance_is_shown_too() {
        bank.open("m", "Mallory");
        bank.toProcesses(bank.items("Accounts"));
        bank.put(
                Map.of(
                        "pk", fromS("bonus#SafeDeposit#m/1"),
                        "state", fromS("{\"half"),
                        "version", fromN("1.5")));

        assertThat(list(instances("m"), "instances"))
                .singleElement()
                .asString()
                .contains("state={\"half", "version=1.5");
    }

    @Test
    void instances_that_do_not_fit_into_an_answer_are_counted() {
        bank.open("m", "Ada");
        bank.toProcesses(bank.items("Accounts"));
        for (var number = 0; number < 20; number++) bank.deposit("m", number);
        for (var seq = 1; seq <= 20; seq++) {
            bank.put(
                    Map.of(
                            "pk", fromS("bonus#SafeDeposit#m/" + seq),
                            "state", fromS("\u0001".repeat(100_000))));
        }

        var answer = instances("m");

        assertThat(Json.write(answer).getBytes(UTF_8)).hasSizeLessThan(MOST_BYTES_OF_LAMBDA);
        assertThat(list(answer, "instances")).hasSize(6);
        assertThat(answer).containsEntry("leftOut", 14);
    }

    @ParameterizedTest
    @CsvSource({"oldest,1,45", "newest,45,1"})
    void commits_are_shown_a_page_at_a_time(String order, int first, int last) {
        bank.open("a", "Ada");
        bank.toProcesses(bank.items("Accounts"));
        for (var number = 0; number < 44; number++) bank.deposit("a", number);

        var seqs = new ArrayList<Integer>();
        var pages = 0;
        for (Object after = ""; after != null; pages++) {
            var page = commits(Map.of("order", order, "after", after));
            list(page, "commits").forEach(one -> seqs.add(seq(one)));
            after = page.get("next");
        }

        assertThat(pages).isEqualTo(3);
        assertThat(seqs).hasSize(45).doesNotHaveDuplicates().startsWith(first).endsWith(last);
    }

    @Test
    void an_unreadable_commit_is_shown_as_its_text() {
        bank.open("a", "Ada");
        bank.toProcesses(bank.items("Accounts"));
        var broken = new HashMap<>(bank.items("Safes").getFirst());
        broken.putAll(Map.of("seq", fromN("2"), "events", fromS("[{")));
        bank.put("Safes", broken);

        assertThat(list(commits(Map.of()), "commits"))
                .extracting(one -> one.get("events"))
                .last()
                .isEqualTo("[{");
    }

    @Test
    void a_wrong_order_or_cursor_is_a_mistake() {
        assertThat(commits(Map.of("order", "random"))).containsKey("mistake");
        assertThat(commits(Map.of("after", "x"))).containsKey("mistake");
    }

    private static int seq(Map<String, Object> commit) {
        return Integer.parseInt(String.valueOf(commit.get("seq")));
    }

    private Map<String, Object> instances(String entity) {
        return bank.ask(Map.of("operation", "instances", "type", "SafeDeposit", "entity", entity));
    }

    private Map<String, Object> commits(Map<String, Object> more) {
        var request = new HashMap<String, Object>(more);
        request.putAll(Map.of("operation", "commits", "type", "SafeDeposit", "entity", "a"));
        return bank.ask(request);
    }

    @SuppressWarnings("unchecked") // a list of JSON objects
    private static List<Map<String, Object>> list(Map<String, Object> answer, String field) {
        return Json.mapper().convertValue(answer.get(field), List.class);
    }
}
