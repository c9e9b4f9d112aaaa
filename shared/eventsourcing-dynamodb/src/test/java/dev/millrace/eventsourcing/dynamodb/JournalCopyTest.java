package dev.millrace.eventsourcing.dynamodb;

import static dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb.attribute;
import static dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb.key;
import static dev.millrace.eventsourcing.testkit.Commits.commit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.dynamodb.JournalScan.Cursor;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.Account.Event.Deposited;
import dev.millrace.eventsourcing.testkit.Commits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// Copies the commits of a restored table into a journal that may have some of them already.
@DisplayNameGeneration(ReplaceUnderscores.class)
class JournalCopyTest {
    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    @BeforeEach
    void tables() {
        dynamoDb.journalTable();
        dynamoDb.client()
                .createTable(table ->
                        table.tableName("Restored")
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(
                                        attribute("pk", ScalarAttributeType.S),
                                        attribute("seq", ScalarAttributeType.N))
                                .keySchema(key("pk", KeyType.HASH), key("seq", KeyType.RANGE)));
        for (var n = 0; n < 20; n++) {
            for (var seq = 1; seq <= 1 + n % 5; seq++) journal("Restored").append(of(n, seq), null);
        }
    }

    private DynamoDbJournal<Account, Account.Event> journal(String table) {
        return new DynamoDbJournal<>(dynamoDb.client(), table, Account.TYPE);
    }

    private static Commit<Account.Event> of(int account, long seq) {
        return commit(
                "a" + account,
                seq,
                seq == 1 ? new AccountOpened("Ada") : new Deposited(BigDecimal.TEN, null));
    }

    /// A different commit with the same number.
    private static Commit<Account.Event> another(int account, long seq) {
        return another(account, seq, "another");
    }

    private static Commit<Account.Event> another(int account, long seq, String command) {
        return new Commit<>(
                "a" + account,
                seq,
                List.of(new Deposited(BigDecimal.ONE, null)),
                Commits.BEGINNING,
                command,
                "test Deposit",
                "correlation",
                null);
    }

    private Set<Map<String, AttributeValue>> items(String table) {
        return dynamoDb.client().scanPaginator(scan -> scan.tableName(table)).items().stream()
                .collect(Collectors.toSet());
    }

    private record Copied(int copied, int present, List<String> refused) {}

    private Copied copy(int segments, int pageSize) {
        var copy = new JournalCopy(dynamoDb.client(), "Restored", "Events", pageSize);
        var copied = 0;
        var present = 0;
        var refused = new ArrayList<String>();
        for (var segment = 0; segment < segments; segment++) {
            @Nullable Cursor after = null;
            do {
                var page = copy.page(segment, segments, after);
                copied += page.copied();
                present += page.present();
                refused.addAll(page.refused());
                after = page.next() == null ? null : Cursor.parse(page.next().text());
            } while (after != null);
        }
        return new Copied(copied, present, refused);
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "1, 1", "4, 3", "8, 7"})
    void every_commit_is_copied_once_and_a_second_copy_changes_nothing(int segments, int page) {
        assertThat(copy(segments, page)).isEqualTo(new Copied(60, 0, List.of()));
        assertThat(items("Events")).isEqualTo(items("Restored"));

        assertThat(copy(segments, page)).isEqualTo(new Copied(0, 60, List.of()));
        assertThat(items("Events")).isEqualTo(items("Restored"));
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "1, 1", "1, 2", "4, 3"})
    void after_a_different_commit_no_later_one_of_the_entity_is_copied(int segments, int page) {
        journal("Events").append(of(4, 1), null);
        journal("Events").append(another(4, 2), null);
        var others = items("Events");

        assertThat(copy(segments, page)).isEqualTo(new Copied(55, 1, List.of("Account#a4/2")));

        assertThat(items("Events")).containsAll(others);
        assertThat(journal("Events").read("a4", 0)).hasSize(2);
    }

    /// The id of a process's command does not depend on its content, so the events are compared,
    /// too.
    @Test
    void the_same_command_id_with_other_events_is_a_different_commit() {
        journal("Events").append(of(4, 1), null);
        journal("Events").append(another(4, 2, of(4, 2).commandId()), null);

        assertThat(copy(1, 1000)).isEqualTo(new Copied(55, 1, List.of("Account#a4/2")));
    }

    @Test
    void an_erased_entity_stays_erased() {
        for (var seq = 1; seq <= 6; seq++) {
            journal("Events").append(Commit.erased("a4", seq, Commits.BEGINNING), null);
        }

        assertThat(copy(1, 1000)).isEqualTo(new Copied(55, 5, List.of()));

        assertThat(journal("Events").read("a4", 0)).hasSize(6).allMatch(Commit::isErased);
    }

    /// Otherwise a stream reader that finds a gap would find it in the journal, too.
    @Test
    void while_copying_no_entity_has_a_gap() {
        var copy = new JournalCopy(dynamoDb.client(), "Restored", "Events", 1);
        @Nullable Cursor after = null;
        do {
            after = copy.page(0, 1, after).next();
            for (var n = 0; n < 20; n++) {
                var commits = journal("Events").read("a" + n, 0);
                var restored = journal("Restored").read("a" + n, 0);
                assertThat(commits).isEqualTo(restored.subList(0, commits.size()));
            }
        } while (after != null);
    }
}
