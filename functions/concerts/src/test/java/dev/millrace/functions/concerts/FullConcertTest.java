package dev.millrace.functions.concerts;

import static dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb.attribute;
import static dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb.key;
import static dev.millrace.ticketing.ConcertCatalog.MOST_SEATS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;
import static software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType.S;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.dynamodb.InMemoryDynamoDb;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.TestAnswer;
import dev.millrace.eventsourcing.lambda.TestCall;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/// A concert with the most seats that it may have.
@DisplayNameGeneration(ReplaceUnderscores.class)
class FullConcertTest {
    private static final int MOST_BYTES_OF_LAMBDA = 6 * 1024 * 1024;

    /// An id that becomes very long as JSON within JSON.
    private static final String CONCERT = "\u0001".repeat(100);

    private final InMemoryDynamoDb dynamoDb = new InMemoryDynamoDb();
    private final Concerts concerts =
            new Concerts(
                    new Platform(
                            new LogLines().environment(Map.of("SEATS_TABLE", "Seats")),
                            TestRuntime.at(() -> LogLines.NOW),
                            () -> dynamoDb));

    FullConcertTest() {
        dynamoDb.createTable(table ->
                table.tableName("Seats")
                        .attributeDefinitions(attribute("pk", S), attribute("sk", S))
                        .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE)));
        put(Map.of("pk", fromS("Concert#" + CONCERT), "sk", fromS("Concert")));
    }

    @Test
    void its_answer_is_far_below_the_limit_of_lambda() {
        seats(MOST_SEATS);

        var answer = handle(call("GET"));

        assertThat(TestAnswer.of(answer).body().path("seats")).hasSize(MOST_SEATS);
        assertThat(Json.write(answer).getBytes(UTF_8))
                .hasSizeBetween(4_000_000, MOST_BYTES_OF_LAMBDA * 2 / 3);
    }

    @Test
    void it_accepts_no_further_seat() {
        seats(MOST_SEATS);

        assertThat(offer(9_999, 1).problem()).isEqualTo("422 TOO_MANY_SEATS seats");
        assertThat(handle(call("GET")).path("body").asText()).doesNotContain("\"row\":9999,");
    }

    @Test
    void its_seats_get_other_prices() {
        seats(MOST_SEATS);

        assertThat(offer(10_000, 10_000).status()).isEqualTo(200);
    }

    @Test
    void the_last_seat_has_room() {
        seats(MOST_SEATS - 1);

        assertThat(offer(9_999, 1).status()).isEqualTo(200);
        assertThat(offer(9_999, 2).problem()).isEqualTo("422 TOO_MANY_SEATS seats");
    }

    /// Puts this many held seats, with rows and numbers of five digits and the longest price.
    private void seats(int many) {
        for (var seat = 0; seat < many; seat++) {
            var place =
                    String.format(
                            Locale.ROOT,
                            "Seat#%05d#%05d",
                            10_000 + seat / 10_000,
                            10_000 + seat % 10_000);
            put(
                    Map.of(
                            "pk", fromS("Concert#" + CONCERT),
                            "sk", fromS(place),
                            "price", fromS("999999999.9999"),
                            "heldBy", fromS("a booking")));
        }
    }

    private void put(Map<String, AttributeValue> item) {
        var whole = new HashMap<>(item);
        whole.put("currency", fromS("CLF"));
        dynamoDb.putItem(put -> put.tableName("Seats").item(whole));
    }

    private TestAnswer offer(int row, int number) {
        var body =
                """
                {"currency":"CLF","seats":[{"row":%s,"number":%s,"price":"999999999.9999"}]}\
                """
                        .formatted(row, number);
        return TestAnswer.of(handle(call("PUT").json(body)));
    }

    private JsonNode handle(TestCall call) {
        return concerts.handle(call.event());
    }

    private static TestCall call(String method) {
        return TestCall.to(method + " /concerts/{concertId}")
                .by("ada")
                .claim("cognito:groups", "[admin]")
                .path("concertId", CONCERT);
    }
}
