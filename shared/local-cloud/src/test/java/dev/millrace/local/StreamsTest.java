package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.local.Handlers.Ending;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@DisplayNameGeneration(ReplaceUnderscores.class)
class StreamsTest {
    private static final String TABLE =
            """
            Resources:
              Orders:
                Type: AWS::DynamoDB::Table
                Properties:
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  StreamSpecification: {StreamViewType: NEW_AND_OLD_IMAGES}
              Failures: {Type: AWS::S3::Bucket}
              FailureQueue: {Type: AWS::SQS::Queue}
            """;

    @TempDir Path folder;

    @BeforeEach
    void reset() {
        Handlers.reset();
    }

    private static String reader(String handler, String settings) {
        return TABLE
                + """
                  Reader:
                    Type: AWS::Serverless::Function
                    Properties:
                      Handler: dev.millrace.local.Handlers$%s
                      Events:
                        Orders:
                          Type: DynamoDB
                          Properties:
                            Stream: !GetAtt Orders.StreamArn
                            StartingPosition: TRIM_HORIZON
                """
                        .formatted(handler)
                        .indent(0)
                + settings.indent(12);
    }

    private static List<String> taken() {
        return Handlers.BATCHES.stream().flatMap(Collection::stream).toList();
    }

    @Test
    void a_record_reaches_its_function_in_the_shape_Lambda_gives_it() {
        try (var sandbox = Sandbox.start(folder, reader("Recorder", ""))) {
            sandbox.dynamoDb.putItem(b ->
                    b.tableName(sandbox.cloud.resource("Orders"))
                            .item(
                                    Map.of(
                                            "id", AttributeValue.fromS("a"),
                                            "n", AttributeValue.fromN("12345678901234567890"),
                                            "tags", AttributeValue.fromSs(List.of("x")),
                                            "m",
                                                    AttributeValue.fromM(
                                                            Map.of(
                                                                    "ok",
                                                                    AttributeValue.fromBool(
                                                                            true))))));
            await().until(() -> !Handlers.EVENTS.isEmpty());

            var record = Handlers.EVENTS.getFirst().path("Records").path(0);
            assertThat(record.path("eventName").asText()).isEqualTo("INSERT");
            assertThat(record.path("eventSource").asText()).isEqualTo("aws:dynamodb");
            assertThat(record.path("eventVersion").asText()).isEqualTo("1.1");
            assertThat(record.path("awsRegion").asText()).isEqualTo("eu-central-1");
            assertThat(record.path("eventSourceARN").asText())
                    .startsWith(
                            "arn:aws:dynamodb:eu-central-1:000000000000:table/millrace-local-Orders/stream/2");
            var data = record.path("dynamodb");
            assertThat(data.path("Keys")).isEqualTo(Json.read("{\"id\":{\"S\":\"a\"}}"));
            assertThat(data.path("NewImage"))
                    .isEqualTo(
                            Json.read(
                                    """
                                    {"id":{"S":"a"},"n":{"N":"12345678901234567890"},"tags":{"SS":["x"]},
                                     "m":{"M":{"ok":{"BOOL":true}}}}\
                                    """));
            assertThat(data.has("OldImage")).isFalse();
            assertThat(data.path("SequenceNumber").asText()).matches("\\d+");
            assertThat(data.path("SizeBytes").asInt()).isPositive();
            assertThat(data.path("StreamViewType").asText()).isEqualTo("NEW_AND_OLD_IMAGES");
        }
    }

    @Test
    void records_are_delivered_in_order() {
        var ids = IntStream.range(0, 40).mapToObj(Integer::toString).toList();
        try (var sandbox = Sandbox.start(folder, reader("Consumer", "BatchSize: 7"))) {
            ids.forEach(id -> sandbox.put("Orders", id));
            await().until(() -> taken().size() >= ids.size());
        }
        assertThat(taken()).isEqualTo(ids);
        assertThat(Handlers.BATCHES).allMatch(batch -> batch.size() <= 7);
    }

    @Test
    void a_reported_failure_is_delivered_again_without_the_records_before_it() {
        var failures = new AtomicInteger();
        Handlers.ending =
                id ->
                        id.equals("2") && failures.incrementAndGet() < 3
                                ? Ending.REPORTED
                                : Ending.WELL;
        try (var sandbox =
                Sandbox.start(
                        folder,
                        reader(
                                "Consumer",
                                "MaximumBatchingWindowInSeconds: 1\nFunctionResponseTypes: [ReportBatchItemFailures]"))) {
            List.of("1", "2", "3").forEach(id -> sandbox.put("Orders", id));
            await().until(() -> Handlers.BATCHES.size() == 3);
        }
        assertThat(Handlers.BATCHES)
                .containsExactly(List.of("1", "2", "3"), List.of("2", "3"), List.of("2", "3"));
    }

    @Test
    void a_failing_batch_is_halved_until_the_failing_record_is_given_up_to_the_bucket() {
        Handlers.ending = id -> id.equals("3") ? Ending.THROWN : Ending.WELL;
        try (var sandbox =
                Sandbox.start(
                        folder,
                        reader(
                                "Consumer",
                                """
                                MaximumBatchingWindowInSeconds: 1
                                BisectBatchOnFunctionError: true
                                MaximumRetryAttempts: 1
                                DestinationConfig: {OnFailure: {Destination: !GetAtt Failures.Arn}}
                                """))) {
            List.of("1", "2", "3", "4").forEach(id -> sandbox.put("Orders", id));
            await().until(() ->
                    taken().contains("4") && Handlers.BATCHES.getLast().equals(List.of("4")));

            var objects = sandbox.cloud.objects("Failures");
            assertThat(objects).hasSize(1);
            assertThat(objects.keySet())
                    .allMatch(key -> key.startsWith("aws/lambda/ReaderOrders/shardId-"));
            var failure = Json.read(objects.values().iterator().next());
            assertThat(failure.at("/requestContext/condition").asText())
                    .isEqualTo("RetryAttemptsExhausted");
            assertThat(failure.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(2);
            assertThat(failure.at("/DDBStreamBatchInfo/batchSize").asInt()).isEqualTo(1);
            var payload = Json.read(failure.path("payload").asText());
            assertThat(payload.at("/Records/0/dynamodb/Keys/id/S").asText()).isEqualTo("3");
        }
        assertThat(Handlers.BATCHES)
                .containsExactly(
                        List.of("1", "2", "3", "4"),
                        List.of("1", "2"),
                        List.of("3", "4"),
                        List.of("3"),
                        List.of("3"),
                        List.of("4"));
    }

    @Test
    void a_record_that_is_too_old_is_given_up_and_the_next_is_delivered() {
        Handlers.ending = id -> id.equals("old") ? Ending.THROWN : Ending.WELL;
        try (var sandbox =
                Sandbox.start(
                        folder,
                        reader(
                                "Consumer",
                                """
                                BatchSize: 1
                                MaximumRecordAgeInSeconds: 1
                                DestinationConfig: {OnFailure: {Destination: !GetAtt FailureQueue.Arn}}
                                """))) {
            sandbox.put("Orders", "old");
            await().until(() -> taken().contains("old"));
            await().until(() -> sandbox.cloud.messages("FailureQueue").size() == 1);
            sandbox.put("Orders", "new");
            await().until(() -> taken().contains("new"));

            var pointer = Json.read(sandbox.cloud.messages("FailureQueue").getFirst().body());
            assertThat(pointer.at("/requestContext/condition").asText())
                    .isEqualTo("RecordAgeExceeded");
            assertThat(pointer.has("payload")).isFalse();
        }
    }

    @Test
    void a_filter_passes_only_matching_records() {
        try (var sandbox =
                Sandbox.start(
                        folder,
                        reader(
                                "Consumer",
                                """
                                FilterCriteria:
                                  Filters:
                                    - Pattern: '{"eventName":["INSERT"],"dynamodb":{"Keys":{"id":{"S":[{"prefix":"wanted"}]}}}}'
                                """))) {
            List.of("other 1", "wanted 1", "other 2", "wanted 2")
                    .forEach(id -> sandbox.put("Orders", id));
            await().until(() -> taken().size() >= 2);
        }
        assertThat(taken()).containsExactly("wanted 1", "wanted 2");
    }

    @Test
    void order_is_kept_when_shards_roll_over() {
        var ids = IntStream.range(0, 12).mapToObj(Integer::toString).toList();
        try (var sandbox = Sandbox.start(folder, reader("Consumer", "BatchSize: 3"))) {
            for (var id : ids) {
                sandbox.put("Orders", id);
                if (Integer.parseInt(id) % 4 == 3) {
                    sandbox.cloud.rollShardsOver();
                }
            }
            await().until(() -> taken().size() >= ids.size());
        }
        assertThat(taken()).isEqualTo(ids);
    }

    @Test
    void a_stream_that_is_not_in_the_template_is_an_error_with_its_line() {
        assertThatThrownBy(() ->
                        Sandbox.start(
                                folder,
                                reader("Consumer", "").replace("Orders.StreamArn", "Failures.Arn")))
                .isInstanceOf(LocalCloudException.class)
                .hasMessageContaining("template.yaml:10: `Stream` is not the stream of a table");
    }
}
