package dev.millrace.local;

import static dev.millrace.local.ItemRequest.GET;
import static dev.millrace.local.ItemRequest.PUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.streams.Backlog.Behind;
import dev.millrace.local.template.Template;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/// What a program that starts a local cloud can observe and trigger in it.
@DisplayNameGeneration(ReplaceUnderscores.class)
class PlayableCloudTest {
    private static final Set<ItemRequest> READS =
            EnumSet.of(
                    GET,
                    ItemRequest.QUERY,
                    ItemRequest.SCAN,
                    ItemRequest.BATCH_GET,
                    ItemRequest.TRANSACT_GET);
    private static final String TEMPLATE =
            """
            Metadata: {Millrace: {LocalParameters: {Hold: PT45S}}}
            Parameters: {Hold: {Type: String, Default: PT6H}}
            Resources:
              Bus: {Type: AWS::Events::EventBus}
              Orders:
                Type: AWS::DynamoDB::Table
                Properties:
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  StreamSpecification: {StreamViewType: NEW_IMAGE}
              Other:
                Type: AWS::DynamoDB::Table
                Properties:
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
              Reader:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: dev.millrace.local.Handlers$Recorder
                  Events:
                    Orders:
                      Type: DynamoDB
                      Properties: {Stream: !GetAtt Orders.StreamArn, StartingPosition: TRIM_HORIZON}
                    Paid:
                      Type: EventBridgeRule
                      Properties: {EventBusName: !Ref Bus, Pattern: {source: [orders]}}
                    Sweep:
                      Type: Schedule
                      Properties: {Schedule: rate(1 hour)}
            """;

    @TempDir Path folder;
    private Sandbox sandbox;

    @BeforeEach
    void start() {
        Handlers.reset();
        sandbox = Sandbox.start(folder, TEMPLATE);
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_broken_table_answers_reads_and_rejects_writes_until_its_repair(ItemRequest what) {
        try (var _ = sandbox.cloud.breakWrites("Orders")) {
            if (READS.contains(what)) ask(what);
            else
                assertThatExceptionOfType(DynamoDbException.class)
                        .isThrownBy(() -> ask(what))
                        .satisfies(rejected ->
                                assertThat(rejected.awsErrorDetails().errorCode())
                                        .isEqualTo("ValidationException"));
        }
        ask(what);
    }

    private void ask(ItemRequest what) {
        what.ask(
                sandbox.dynamoDb,
                sandbox.cloud.resource("Other"),
                sandbox.cloud.resource("Orders"));
    }

    @Test
    void a_reader_is_behind_until_it_has_handled_its_records() {
        var records = new CopyOnWriteArrayList<JsonNode>();
        sandbox.cloud.backlog().onRecord(records::add);
        Handlers.answer =
                _ -> {
                    throw new IllegalStateException("not yet");
                };
        ask(PUT);

        await().until(() -> !sandbox.cloud.backlog().behind().isEmpty());
        assertThat(sandbox.cloud.backlog().behind().getFirst())
                .extracting(Behind::function, Behind::records)
                .containsExactly("Reader", 1);
        assertThat(records.getFirst().path("dynamodb").path("NewImage").has("id")).isTrue();

        Handlers.answer = _ -> "{}";
        await().until(() -> sandbox.cloud.backlog().behind().isEmpty());
    }

    @Test
    void local_parameters_can_be_read_and_are_not_used_by_default() {
        var file = Sandbox.template(folder, TEMPLATE);

        assertThat(Template.localParameters(file)).containsEntry("Hold", "PT45S");
        assertThat(sandbox.cloud.resource("Hold")).isEqualTo("PT6H");
    }

    @Test
    void an_event_goes_to_the_bus_that_has_a_rule_for_it() {
        assertThat(publish("orders")).isTrue();
        assertThat(publish("others")).isFalse();
        await().until(() -> !Handlers.EVENTS.isEmpty());
        assertThat(Handlers.EVENTS.getFirst().path("source").asText()).isEqualTo("orders");
    }

    private boolean publish(String source) {
        return sandbox.cloud.publish(
                Json.object().put("source", source).put("detail-type", "Paid"));
    }

    @Test
    void a_schedule_can_be_run_now_on_its_own_event() throws Exception {
        assertThat(sandbox.cloud.schedules().functions()).containsExactly("Reader");
        assertThat(sandbox.cloud.schedules().runNow("Reader").failed()).isFalse();
        assertThat(Handlers.EVENTS.getFirst().path("detail-type").asText())
                .isEqualTo("Scheduled Event");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sandbox.cloud.schedules().runNow("None"));
    }

    @Test
    void it_lists_its_tables() {
        assertThat(sandbox.cloud.tables()).isEqualTo(List.of("Orders", "Other"));
    }
}
