package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
            System.out.println("MEASURE " + data.path("ApproximateCreationDateTime"));
        }
    }

    @Test
    void records_come_in_order() {
        var ids = IntStream.range(0, 40).mapToObj(Integer::toString).toList();
        try (var sandbox = Sandbox.start(folder, reader("Consumer", "BatchSize: 7"))) {
            ids.forEach(id -> sandbox.put("Orders", id));
            await().until(() -> taken().size() >= ids.size());
        }
        assertThat(taken()).isEqualTo(ids);
        assertThat(Handlers.BATCHES).allMatch(batch -> batch.size() <= 7);
    }
}
