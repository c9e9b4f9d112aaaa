package dev.millrace.eventsourcing.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.Rows;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.dynamodb.DynamoDbViewStore;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import dev.millrace.eventsourcing.testkit.Account;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ItemCollectionSizeLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/// A failure that may pass is an outage and is tried again. A failure that never passes is a
/// defect. A failed condition is an answer.
@DisplayNameGeneration(ReplaceUnderscores.class)
class AwsErrorsTest {
    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    static Stream<SdkException> outages() {
        return Stream.of(
                ProvisionedThroughputExceededException.builder().build(),
                RequestLimitExceededException.builder().build(),
                ThrottlingException.builder().build(),
                LimitExceededException.builder().build(),
                InternalServerErrorException.builder().statusCode(500).build(),
                ItemCollectionSizeLimitExceededException.builder().build(),
                TransactionConflictException.builder().build(),
                ResourceNotFoundException.builder().message("no such table").build(),
                rejected("ServiceUnavailable", 503),
                rejected("ThrottlingException", 400),
                rejected("AccessDeniedException", 400),
                rejected("ExpiredTokenException", 400),
                rejected("UnrecognizedClientException", 400),
                (SdkException) DynamoDbException.builder().statusCode(502).build(),
                ApiCallTimeoutException.create(8_000),
                ApiCallAttemptTimeoutException.create(2_000),
                SdkClientException.create("connection refused", new java.net.ConnectException()),
                SdkClientException.create(
                        "Unable to execute HTTP request",
                        new RuntimeException(new java.net.UnknownHostException())),
                AbortedException.create("interrupted"),
                SdkClientException.create("Unable to load credentials"));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void a_failure_that_may_pass_is_an_outage(SdkException failed) {
        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> throwing(failed))
                .withMessageStartingWith("append to Events failed: ")
                .withCause(failed);
    }

    static Stream<SdkException> answersAndDefects() {
        return Stream.of(
                ConditionalCheckFailedException.builder().build(),
                TransactionCanceledException.builder().build(),
                rejected("ValidationException", 400),
                SdkClientException.create(
                        "Invalid Configuration: FIPS and custom endpoint are not supported"),
                SdkClientException.create("Unable to load region from any of the providers"));
    }

    @ParameterizedTest
    @MethodSource("answersAndDefects")
    void a_failed_condition_an_invalid_request_and_a_misconfigured_client_are_thrown_unchanged(
            SdkException thrown) {
        assertThatThrownBy(() -> throwing(thrown)).isSameAs(thrown);
    }

    @Test
    void a_defect_is_thrown_unchanged() {
        var defect = new IllegalStateException("ours");

        assertThatThrownBy(() -> throwing(defect)).isSameAs(defect);
    }

    @Test
    void an_answer_is_returned() {
        assertThat(AwsErrors.translate("read", () -> "found")).isEqualTo("found");
    }

    @Test
    void a_long_error_message_is_shortened() {
        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() ->
                        throwing(
                                SdkClientException.create(
                                        "x".repeat(100_000), new java.io.IOException())))
                .satisfies(outage -> assertThat(outage.getMessage()).hasSizeLessThan(400));
    }

    @Test
    void a_missing_table_is_an_outage_of_journal_and_view() {
        var journal = new DynamoDbJournal<>(dynamoDb.client(), "Nowhere", Account.TYPE);
        var lines =
                new ViewType<>(
                        "lines",
                        Account.TYPE,
                        String.class,
                        new Rows.OnePerEntity<>((_, commit) -> commit.by()),
                        _ -> Map.of(),
                        null);
        var view = new DynamoDbViewStore<>(dynamoDb.client(), "Nowhere", lines);

        assertThatExceptionOfType(Outage.class).isThrownBy(() -> journal.load("a"));
        assertThatExceptionOfType(Outage.class).isThrownBy(() -> view.load("a"));
    }

    @Test
    void a_request_that_dynamodb_finds_invalid_is_a_defect() {
        var table = dynamoDb.journalTable();

        assertThatExceptionOfType(DynamoDbException.class)
                .isThrownBy(() ->
                        AwsErrors.translate(
                                "append to " + table,
                                () ->
                                        dynamoDb.client()
                                                .putItem(put ->
                                                        put.tableName(table)
                                                                .item(
                                                                        Map.of(
                                                                                "pk",
                                                                                AttributeValue
                                                                                        .fromS(
                                                                                                "no seq"))))));
    }

    private static void throwing(RuntimeException thrown) {
        AwsErrors.translate(
                "append to Events",
                () -> {
                    throw thrown;
                });
    }

    private static SdkException rejected(String code, int status) {
        return (SdkException)
                DynamoDbException.builder()
                        .statusCode(status)
                        .awsErrorDetails(
                                AwsErrorDetails.builder()
                                        .errorCode(code)
                                        .errorMessage("said by DynamoDB")
                                        .build())
                        .build();
    }
}
