package dev.millrace.local;

import static dev.millrace.local.ItemRequest.BATCH_WRITE;
import static dev.millrace.local.ItemRequest.GET;
import static dev.millrace.local.ItemRequest.PUT;
import static dev.millrace.local.ItemRequest.TRANSACT_PUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ThrottleTest {
    private static final Map<String, AttributeValue> ITEM = Map.of("id", AttributeValue.fromS("1"));
    private static final BackoffStrategy PAUSE = BackoffStrategy.fixedDelay(Duration.ofMillis(100));

    @TempDir Path folder;

    private final AtomicInteger asked = new AtomicInteger();
    private Sandbox sandbox;
    private DynamoDbClient once;

    @BeforeEach
    void start() {
        var template =
                "Resources:\n  Failures: {Type: AWS::SQS::Queue}\n"
                        + table("Orders")
                        + table("Other")
                        + table("Third");
        sandbox = Sandbox.start(folder, template);
        once = client(1);
    }

    @AfterEach
    void close() {
        once.close();
        sandbox.close();
    }

    private static String table(String id) {
        return """
          %s:
            Type: AWS::DynamoDB::Table
            Properties:
              KeySchema: [{AttributeName: id, KeyType: HASH}]
              AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
              StreamSpecification: {StreamViewType: NEW_IMAGE}
        """
                .formatted(id);
    }

    /// A client that tries each request up to `attempts` times.
    private DynamoDbClient client(int attempts) {
        var counting =
                new ExecutionInterceptor() {
                    @Override
                    public void beforeTransmission(
                            Context.BeforeTransmission context, ExecutionAttributes attributes) {
                        asked.incrementAndGet();
                    }
                };
        return DynamoDbClient.builder()
                .endpointOverride(sandbox.cloud.dynamoDb())
                .httpClientBuilder(SdkSettings.direct())
                .overrideConfiguration(configuration ->
                        configuration
                                .addExecutionInterceptor(counting)
                                .retryStrategy(retries ->
                                        retries.maxAttempts(attempts)
                                                .throttlingBackoffStrategy(PAUSE)))
                .build();
    }

    private void ask(ItemRequest what, String before, String table) {
        what.ask(once, sandbox.cloud.resource(before), sandbox.cloud.resource(table));
    }

    @ParameterizedTest
    @EnumSource
    void a_request_for_the_table_is_rejected_until_the_outage_ends(ItemRequest what) {
        try (var _ = sandbox.cloud.throttle("Orders")) {
            assertThatExceptionOfType(ProvisionedThroughputExceededException.class)
                    .isThrownBy(() -> ask(what, "Other", "Orders"))
                    .satisfies(rejected -> {
                        assertThat(rejected.statusCode()).isEqualTo(400);
                        assertThat(rejected.isThrottlingException()).isTrue();
                        assertThat(rejected.awsErrorDetails().rawResponse().asUtf8String())
                                .contains(
                                        "\"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException\"");
                    });
            ask(what, "Third", "Other");
        }
        ask(what, "Other", "Orders");
    }

    @Test
    void a_rejected_request_has_no_effect() {
        try (var _ = sandbox.cloud.throttle("Orders")) {
            for (var what : List.of(PUT, BATCH_WRITE, TRANSACT_PUT)) {
                assertThatExceptionOfType(ProvisionedThroughputExceededException.class)
                        .isThrownBy(() -> ask(what, "Other", "Orders"));
            }
        }
        for (var table : List.of("Orders", "Other")) {
            var scan = once.scan(r -> r.tableName(sandbox.cloud.resource(table)));
            assertThat(scan.items()).isEmpty();
        }
    }

    @Test
    void a_client_retries_until_the_outage_ends() {
        try (var patient = client(90)) {
            CompletableFuture<?> put;
            try (var _ = sandbox.cloud.throttle("Orders")) {
                var table = sandbox.cloud.resource("Orders");
                put =
                        CompletableFuture.supplyAsync(
                                () -> patient.putItem(r -> r.tableName(table).item(ITEM)));
                await().until(() -> asked.get() >= 3);
                assertThat(put).isNotDone();
            }
            assertThat(put).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void a_client_fails_after_its_last_attempt() {
        try (var patient = client(3);
                var _ = sandbox.cloud.throttle("Orders")) {
            var table = sandbox.cloud.resource("Orders");
            assertThatExceptionOfType(ProvisionedThroughputExceededException.class)
                    .isThrownBy(() -> patient.putItem(r -> r.tableName(table).item(ITEM)));
            assertThat(asked).hasValue(3);
        }
    }

    @Test
    void the_stream_of_a_throttled_table_can_still_be_read() {
        sandbox.put("Orders", "1");
        try (var _ = sandbox.cloud.throttle("Orders");
                var streams =
                        DynamoDbStreamsClient.builder()
                                .endpointOverride(sandbox.cloud.dynamoDb())
                                .httpClientBuilder(SdkSettings.direct())
                                .build()) {
            var orders = sandbox.cloud.resource("Orders");
            var stream =
                    streams.listStreams(r -> r.tableName(orders)).streams().getFirst().streamArn();
            var shards = streams.describeStream(r -> r.streamArn(stream)).streamDescription();
            var iterator =
                    streams.getShardIterator(r ->
                            r.streamArn(stream)
                                    .shardId(shards.shards().getFirst().shardId())
                                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON));
            var records = streams.getRecords(r -> r.shardIterator(iterator.shardIterator()));
            assertThat(records.records()).hasSize(1);
        }
    }

    @Test
    void a_table_is_throttled_until_the_last_of_two_outages_ends() {
        try (var _ = sandbox.cloud.throttle("Orders")) {
            try (var _ = sandbox.cloud.throttle("Orders")) {}
            assertThatExceptionOfType(ProvisionedThroughputExceededException.class)
                    .isThrownBy(() -> ask(GET, "Other", "Orders"));
        }
        ask(GET, "Other", "Orders");
    }

    @Test
    void a_request_that_names_no_table_is_still_invalid() {
        try (var _ = sandbox.cloud.throttle("Orders")) {
            for (Runnable invalid :
                    List.<Runnable>of(
                            () -> once.getItem(r -> r.key(ITEM)),
                            () -> once.batchGetItem(r -> {}),
                            () -> once.transactGetItems(r -> {}),
                            () -> once.transactWriteItems(r -> {}))) {
                assertThatExceptionOfType(DynamoDbException.class)
                        .isThrownBy(invalid::run)
                        .satisfies(rejected ->
                                assertThat(rejected.awsErrorDetails().errorCode())
                                        .isEqualTo("ValidationException"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nobody", "Failures"})
    void only_a_table_can_be_throttled(String logicalId) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sandbox.cloud.throttle(logicalId))
                .withMessage("the template has no table " + logicalId);
    }
}
