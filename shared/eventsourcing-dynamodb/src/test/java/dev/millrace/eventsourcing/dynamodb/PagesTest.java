package dev.millrace.eventsourcing.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.testkit.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/// Reads five items of one partition, two per page.
@DisplayNameGeneration(ReplaceUnderscores.class)
class PagesTest {
    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = dynamoDb();

    EmbeddedDynamoDb dynamoDb() {
        return new EmbeddedDynamoDb();
    }

    private String table = "";

    @BeforeEach
    void table() {
        table = dynamoDb.journalTable();
        for (var seq = 1; seq <= 5; seq++) {
            var item = key(seq);
            dynamoDb.client().putItem(put -> put.tableName(table).item(item));
        }
        dynamoDb.meter().reset();
    }

    @Test
    void a_query_finds_all_items_in_order_and_asks_for_no_page_twice() {
        assertThat(query(dynamoDb.client(), Map.of())).containsExactly(1L, 2L, 3L, 4L, 5L);

        assertThat(dynamoDb.meter().calls()).containsExactly("query", "query", "query");
    }

    @Test
    void a_scan_finds_all_items() {
        assertThat(scan(Map.of())).containsExactly(1L, 2L, 3L, 4L, 5L);

        assertThat(dynamoDb.meter().calls()).containsExactly("scan", "scan", "scan");
    }

    @Test
    void reading_begins_at_the_start_key_of_the_request() {
        assertThat(query(dynamoDb.client(), key(2))).containsExactly(3L, 4L, 5L);
        assertThat(scan(key(3))).containsExactly(4L, 5L);
    }

    @Test
    void a_failed_page_is_an_outage_after_the_items_before_it() {
        var found = new ArrayList<Long>();
        var failing = dynamoDb.client(new Faults().failBefore(2));

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> query(failing, Map.of()).forEach(found::add));

        assertThat(found).containsExactly(1L, 2L);
    }

    @Test
    void a_missing_table_is_an_outage_before_anything_is_read() {
        var scan = ScanRequest.builder().tableName("Nowhere").build();

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> Pages.of(dynamoDb.client(), scan))
                .withMessageStartingWith("scan of Nowhere failed: ");
    }

    @Test
    void an_unreadable_item_is_stepped_over_and_reported() {
        var unreadable = new ArrayList<String>();
        var items = Stream.of(new Item(key(1)), new Item(Map.of("other", fromS("x"))));

        var read = Pages.read(items, item -> item.number("seq"), row -> unreadable.add(row.row()));

        assertThat(read).containsExactly(1L);
        assertThat(unreadable).isEqualTo(List.of("[other]"));
    }

    private Stream<Long> query(DynamoDbClient client, Map<String, AttributeValue> start) {
        var query =
                QueryRequest.builder()
                        .tableName(table)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", fromS("a")))
                        .limit(2);
        if (!start.isEmpty()) query.exclusiveStartKey(start);
        return Pages.of(client, query.build()).map(item -> item.number("seq"));
    }

    private Stream<Long> scan(Map<String, AttributeValue> start) {
        var scan = ScanRequest.builder().tableName(table).limit(2);
        if (!start.isEmpty()) scan.exclusiveStartKey(start);
        return Pages.of(dynamoDb.client(), scan.build()).map(item -> item.number("seq"));
    }

    private static Map<String, AttributeValue> key(int seq) {
        return Map.of("pk", fromS("a"), "seq", fromN(Integer.toString(seq)));
    }
}
