package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;
import static software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity.TOTAL;
import static software.amazon.awssdk.services.dynamodb.model.ReturnValue.ALL_NEW;
import static software.amazon.awssdk.services.dynamodb.model.ReturnValue.ALL_OLD;

import dev.millrace.local.injvm.InJvmHttpService;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Functions in the local cloud's JVM get the same answers as over HTTP.
@DisplayNameGeneration(ReplaceUnderscores.class)
class InJvmHttpServiceTest {
    private static final String TABLE = "things";
    private static final String TEMPLATE =
            """
            Resources:
              Things:
                Type: AWS::DynamoDB::Table
                Properties:
                  TableName: things
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions:
                    - {AttributeName: pk, AttributeType: S}
                    - {AttributeName: seq, AttributeType: N}
                  KeySchema:
                    - {AttributeName: pk, KeyType: HASH}
                    - {AttributeName: seq, KeyType: RANGE}
            """;

    @TempDir Path folder;
    private Sandbox sandbox;
    private DynamoDbClient inJvm;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(folder, TEMPLATE);
        inJvm =
                DynamoDbClient.builder()
                        .endpointOverride(sandbox.cloud.dynamoDb())
                        .httpClientBuilder(new InJvmHttpService().createHttpClientBuilder())
                        .build();
    }

    @AfterEach
    void stop() {
        inJvm.close();
        sandbox.close();
    }

    record Call(String name, Function<DynamoDbClient, Object> on) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Call> calls() {
        return List.of(
                new Call(
                        "put, with the capacity it consumed",
                        db -> db.putItem(capacity(put(9, "ä€😀")))),
                new Call(
                        "put, with the old item",
                        db -> db.putItem(put(1, "new").returnValues(ALL_OLD).build())),
                new Call(
                        "put whose condition fails, with the old item",
                        db -> db.putItem(unlessThere(put(1, "new")))),
                new Call(
                        "get",
                        db ->
                                db.getItem(get ->
                                        get.tableName(TABLE).key(key(1)).consistentRead(true))),
                new Call(
                        "get of nothing",
                        db -> db.getItem(get -> get.tableName(TABLE).key(key(99)))),
                new Call("query, page by page", db -> pages(db)),
                new Call(
                        "scan of a segment",
                        db -> db.scan(scan -> scan.tableName(TABLE).segment(0).totalSegments(2))),
                new Call(
                        "batch get",
                        db ->
                                db.batchGetItem(get ->
                                        get.requestItems(
                                                Map.of(
                                                        TABLE,
                                                        KeysAndAttributes.builder()
                                                                .keys(List.of(key(1), key(99)))
                                                                .build())))),
                new Call(
                        "batch write",
                        db ->
                                db.batchWriteItem(write ->
                                        write.requestItems(
                                                Map.of(
                                                        TABLE,
                                                        List.of(
                                                                WriteRequest.builder()
                                                                        .putRequest(p ->
                                                                                p.item(
                                                                                        item(
                                                                                                8,
                                                                                                "x")))
                                                                        .build()))))),
                new Call(
                        "update",
                        db ->
                                db.updateItem(update ->
                                        update.tableName(TABLE)
                                                .key(key(1))
                                                .updateExpression(
                                                        "SET hits = if_not_exists(hits, :one) ADD more :one")
                                                .expressionAttributeValues(
                                                        Map.of(":one", fromN("1")))
                                                .returnValues(ALL_NEW))),
                new Call(
                        "delete",
                        db ->
                                db.deleteItem(delete ->
                                        delete.tableName(TABLE).key(key(1)).returnValues(ALL_OLD))),
                new Call(
                        "transaction",
                        db ->
                                db.transactWriteItems(write ->
                                        write.transactItems(inTransaction(put(7, "x").build()))
                                                .returnConsumedCapacity(TOTAL))),
                new Call(
                        "cancelled transaction, with reasons and the old item",
                        db ->
                                db.transactWriteItems(write ->
                                        write.transactItems(
                                                inTransaction(put(7, "x").build()),
                                                inTransaction(unlessThere(put(1, "x")))))),
                new Call(
                        "transactional read",
                        db ->
                                db.transactGetItems(get ->
                                        get.transactItems(
                                                TransactGetItem.builder()
                                                        .get(g -> g.tableName(TABLE).key(key(2)))
                                                        .build()))),
                new Call(
                        "missing table",
                        db -> db.getItem(get -> get.tableName("nowhere").key(key(1)))),
                new Call(
                        "invalid expression",
                        db ->
                                db.query(query ->
                                        query.tableName(TABLE).keyConditionExpression("pk ="))),
                new Call(
                        "missing key",
                        db ->
                                db.putItem(put ->
                                        put.tableName(TABLE).item(Map.of("pk", fromS("a"))))),
                new Call(
                        "description of the table",
                        db -> db.describeTable(of -> of.tableName(TABLE)).table().keySchema()),
                new Call("an operation that DynamoDB Local lacks", db -> db.listBackups()));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void the_answer_is_the_same_as_over_HTTP(Call call) {
        var overHttp = outcome(sandbox.dynamoDb, call.on());
        var direct = outcome(inJvm, call.on());

        assertThat(direct).isEqualTo(overHttp);
    }

    @Test
    void a_written_item_can_be_read_over_HTTP() {
        inJvm.putItem(put(1, "seen").build());

        assertThat(sandbox.dynamoDb.getItem(get -> get.tableName(TABLE).key(key(1))).item())
                .isEqualTo(item(1, "seen"));
    }

    @Test
    void a_throttled_table_rejects_a_write() {
        try (var _ = sandbox.cloud.throttle("Things")) {
            assertThatExceptionOfType(ProvisionedThroughputExceededException.class)
                    .isThrownBy(() -> inJvm.putItem(put(1, "x").build()));
        }
    }

    @Test
    void a_closed_local_cloud_does_not_answer() {
        sandbox.cloud.close();

        assertThatExceptionOfType(SdkClientException.class)
                .isThrownBy(() -> inJvm.putItem(put(1, "x").build()))
                .withMessageContaining("nothing answers at port");
    }

    /// The result of a call on a table with the same three items each time. It is a text, because
    /// responses are equal only if their request ids are.
    private String outcome(DynamoDbClient client, Function<DynamoDbClient, Object> call) {
        for (var seq = 1; seq <= 9; seq++) {
            var at = key(seq);
            sandbox.dynamoDb.deleteItem(delete -> delete.tableName(TABLE).key(at));
        }
        for (var seq = 1; seq <= 3; seq++) sandbox.dynamoDb.putItem(put(seq, "old").build());
        try {
            return call.apply(client).toString();
        } catch (TransactionCanceledException e) {
            return error(e) + e.cancellationReasons();
        } catch (ConditionalCheckFailedException e) {
            return error(e) + e.item();
        } catch (DynamoDbException e) {
            return error(e);
        }
    }

    private static String error(DynamoDbException e) {
        var details = e.awsErrorDetails();
        return "%s %s %s: %s"
                .formatted(
                        e.getClass(), e.statusCode(), details.errorCode(), details.errorMessage());
    }

    private static List<Object> pages(DynamoDbClient client) {
        return List.copyOf(
                client
                        .queryPaginator(query ->
                                query.tableName(TABLE)
                                        .keyConditionExpression("pk = :pk AND seq > :after")
                                        .expressionAttributeValues(
                                                Map.of(":pk", fromS("a"), ":after", fromN("1")))
                                        .limit(1)
                                        .scanIndexForward(false))
                        .stream()
                        .toList());
    }

    private static TransactWriteItem inTransaction(PutItemRequest request) {
        return TransactWriteItem.builder()
                .put(put ->
                        put.tableName(TABLE)
                                .item(request.item())
                                .conditionExpression(request.conditionExpression())
                                .returnValuesOnConditionCheckFailure(
                                        request.returnValuesOnConditionCheckFailure()))
                .build();
    }

    private static PutItemRequest.Builder put(int seq, String text) {
        return PutItemRequest.builder().tableName(TABLE).item(item(seq, text));
    }

    private static PutItemRequest capacity(PutItemRequest.Builder put) {
        return put.returnConsumedCapacity(TOTAL).build();
    }

    private static PutItemRequest unlessThere(PutItemRequest.Builder put) {
        return put.conditionExpression("attribute_not_exists(pk)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    private static Map<String, AttributeValue> key(int seq) {
        return Map.of("pk", fromS("a"), "seq", fromN(Integer.toString(seq)));
    }

    private static Map<String, AttributeValue> item(int seq, String text) {
        return Map.of(
                "pk", fromS("a"),
                "seq", fromN(Integer.toString(seq)),
                "text", fromS(text),
                "more", fromN("1.5"),
                "list",
                        AttributeValue.fromL(
                                List.of(
                                        AttributeValue.fromNul(true),
                                        AttributeValue.fromBool(false))),
                "bytes", AttributeValue.fromB(SdkBytes.fromUtf8String("bytes")));
    }
}
