package dev.millrace.eventsourcing.dynamodb;

import static dev.millrace.eventsourcing.testkit.Commits.commit;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.dynamodb.JournalScan.Cursor;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.Account.Event.Deposited;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Finds every entity of a journal once, for any number of segments and any page size.
@DisplayNameGeneration(ReplaceUnderscores.class)
class JournalScanTest {
    private static final int ACCOUNTS = 40;

    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = dynamoDb();

    EmbeddedDynamoDb dynamoDb() {
        return new EmbeddedDynamoDb();
    }

    private final Set<String> accounts = new HashSet<>();
    private int commits;

    /// Accounts with one to seven commits, and one with special characters in its id.
    @BeforeEach
    void accounts() {
        dynamoDb.journalTable();
        for (var n = 0; n < ACCOUNTS; n++) account("account-" + n, 1 + n % 7);
        account("ü 日本 🎟 \"a\nb\"", 5);
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "1, 1", "1, 7", "4, 1", "4, 7", "4, 1000", "16, 3", "1000, 3"})
    void every_entity_is_found_once(int segments, int pageSize) {
        var found = new ArrayList<String>();
        var seen = 0;
        for (var segment = 0; segment < segments; segment++) {
            @Nullable Cursor after = null;
            do {
                var page = scan(pageSize).page(segment, segments, after);
                assertThat(page.commits()).isLessThanOrEqualTo(pageSize);
                found.addAll(page.entityIds());
                seen += page.commits();
                after = throughJson(page.next());
            } while (after != null);
        }

        assertThat(found).containsExactlyInAnyOrderElementsOf(accounts);
        assertThat(seen).isEqualTo(commits);
    }

    @Test
    void a_page_is_one_call() {
        scan(10).page(0, 1, null);

        assertThat(dynamoDb.meter().calls()).last().isEqualTo("scan");
        assertThat(dynamoDb.meter().calls()).containsOnlyOnce("scan");
    }

    @Test
    void entities_of_another_type_are_ignored() {
        for (var pk : List.of("Accountant#a", "Booking#a", "a"))
            dynamoDb.client()
                    .putItem(put ->
                            put.tableName("Events")
                                    .item(
                                            Map.of(
                                                    "pk", AttributeValue.fromS(pk),
                                                    "seq", AttributeValue.fromN("1"))));

        var page = scan(1_000).page(0, 1, null);

        assertThat(page.entityIds()).containsExactlyInAnyOrderElementsOf(accounts);
        assertThat(page.commits()).isEqualTo(commits + 3);
    }

    @Test
    void the_commits_are_counted_without_being_read() {
        dynamoDb.meter().reset();

        assertThat(scan(1).commits()).isEqualTo(commits);

        assertThat(dynamoDb.meter().calls()).containsExactly("describeTable");
    }

    @Test
    void a_cursor_is_read_as_it_was_written() {
        var cursor = new Cursor(3, JournalScan.MOST_SEGMENTS, "Account#ü 日本 🎟 \"a\nb\"", 12);

        assertThat(Cursor.parse(cursor.text())).isEqualTo(cursor);
        assertThat(cursor.text()).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0/4 1", "0/4 x Account#a", "x/4 1 Account#a", "0/4 1 ", "{}"})
    void any_other_text_is_not_a_cursor(String text) {
        var encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));

        assertThatIllegalArgumentException().isThrownBy(() -> Cursor.parse(encoded));
        assertThatIllegalArgumentException().isThrownBy(() -> Cursor.parse("%" + text));
    }

    @Test
    void a_missing_table_is_an_outage() {
        var nowhere = new JournalScan(dynamoDb.client(), "Nowhere", Account.TYPE, 10);

        assertThatExceptionOfType(Outage.class).isThrownBy(() -> nowhere.page(0, 1, null));
        assertThatExceptionOfType(Outage.class).isThrownBy(nowhere::commits);
    }

    private static @Nullable Cursor throughJson(@Nullable Cursor cursor) {
        return cursor == null
                ? null
                : Cursor.parse(Json.read(Json.write(cursor.text()), String.class));
    }

    private void account(String id, int length) {
        var journal = new DynamoDbJournal<>(dynamoDb.client(), "Events", Account.TYPE);
        for (var seq = 1; seq <= length; seq++) {
            Account.Event event =
                    seq == 1 ? new AccountOpened("Ada") : new Deposited(BigDecimal.ONE, null);
            journal.append(commit(id, seq, event), null);
        }
        accounts.add(id);
        commits += length;
    }

    private JournalScan scan(int pageSize) {
        return new JournalScan(dynamoDb.client(), "Events", Account.TYPE, pageSize);
    }
}
