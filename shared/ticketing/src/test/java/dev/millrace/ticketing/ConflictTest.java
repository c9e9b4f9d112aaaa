package dev.millrace.ticketing;

import static dev.millrace.ticketing.Hall.CONCERT;
import static dev.millrace.ticketing.Hall.seats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.booking.Seats.HoldAnswer.Rejected;
import dev.millrace.booking.Seats.HoldAnswer.Released;
import dev.millrace.eventsourcing.Outage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/// Failures that DynamoDB has under load and DynamoDB Local never has.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ConflictTest {
    private final Hall hall = Hall.withSeats(4);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TransactionConflict",
                "ThrottlingError",
                "ProvisionedThroughputExceeded",
                "a code nobody knew"
            })
    void a_hold_cancelled_for_anything_but_a_condition_is_tried_again(String code) {
        hall.dynamoDb.fail(TransactWriteItemsRequest.class, 3, cancelled("None", code, "None"));

        assertThat(hall.boxOffice.hold("b1", CONCERT, seats(1, 2))).isInstanceOf(Held.class);
        assertThat(hall.pauses).containsExactly(1, 2, 3);
    }

    @Test
    void a_release_cancelled_for_anything_but_a_condition_is_tried_again() {
        hall.boxOffice.hold("b1", CONCERT, seats(1, 2));
        hall.dynamoDb.fail(
                TransactWriteItemsRequest.class, 2, cancelled("TransactionConflict", "None"));

        hall.boxOffice.release("b1");

        assertThat(hall.holders()).isEmpty();
        assertThat(hall.answerKept("b1")).isEqualTo("RELEASED");
        assertThat(hall.pauses).containsExactly(1, 2);
    }

    @Test
    void a_failed_condition_beside_a_conflict_decides_nothing() {
        hall.dynamoDb.fail(
                TransactWriteItemsRequest.class,
                1,
                cancelled("TransactionConflict", "ConditionalCheckFailed", "None"));

        assertThat(hall.boxOffice.hold("b1", CONCERT, seats(1, 2))).isInstanceOf(Held.class);

        hall.dynamoDb.fail(
                TransactWriteItemsRequest.class,
                1,
                cancelled("TransactionConflict", "ConditionalCheckFailed", "None"));
        hall.boxOffice.release("b1");
        assertThat(hall.holders()).isEmpty();
    }

    @Test
    void a_hold_that_meets_a_conflict_at_every_attempt_is_an_outage_and_no_rejection() {
        hall.dynamoDb.fail(
                TransactWriteItemsRequest.class, 10, cancelled("None", "TransactionConflict"));

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> hall.boxOffice.hold("b1", CONCERT, seats(1)))
                .withMessageContaining("TransactionConflict");
        assertThat(hall.pauses).isEqualTo(IntStream.range(1, 10).boxed().toList());
        assertThat(hall.boxOffice.hold("b1", CONCERT, seats(1))).isInstanceOf(Held.class);
    }

    @Test
    void an_item_that_dynamodb_rejects_is_a_defect_and_no_outage() {
        hall.dynamoDb.fail(
                TransactWriteItemsRequest.class,
                1,
                cancelled("None", "ValidationError", "TransactionConflict"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> hall.boxOffice.hold("b1", CONCERT, seats(1, 2)))
                .withMessageContaining("ValidationError");
        assertThat(hall.pauses).isEmpty();
    }

    @Test
    void a_conflict_on_the_write_of_a_rejection_is_tried_again() {
        hall.boxOffice.hold("b1", CONCERT, seats(1));
        hall.dynamoDb.fail(PutItemRequest.class, 2, conflict());

        assertThat(hall.boxOffice.hold("b2", CONCERT, seats(1)))
                .isEqualTo(new Rejected("already taken: row 1 seat 1"));
        assertThat(hall.pauses).containsExactly(1, 2);
    }

    @Test
    void a_conflict_on_the_write_of_a_release_before_its_hold_is_tried_again() {
        hall.dynamoDb.fail(PutItemRequest.class, 2, conflict());

        hall.boxOffice.release("b1");

        assertThat(hall.boxOffice.hold("b1", CONCERT, seats(1))).isEqualTo(new Released());
        assertThat(hall.pauses).containsExactly(1, 2);
    }

    @Test
    void a_transaction_still_in_progress_is_tried_again() {
        hall.dynamoDb.fail(
                TransactWriteItemsRequest.class,
                1,
                TransactionInProgressException.builder().message("in progress").build());

        assertThat(hall.boxOffice.hold("b1", CONCERT, seats(1))).isInstanceOf(Held.class);
    }

    @Test
    void a_partial_read_is_read_again() {
        var unread = KeysAndAttributes.builder().keys(List.of(Keys.reservation("b1"))).build();
        hall.dynamoDb.<BatchGetItemResponse>next(
                BatchGetItemRequest.class,
                real ->
                        real.get()
                                .copy(answer ->
                                        answer.responses(Map.of())
                                                .unprocessedKeys(Map.of(hall.table, unread))));

        assertThat(hall.boxOffice.hold("b1", CONCERT, seats(1))).isInstanceOf(Held.class);
    }

    @Test
    void a_conflict_on_a_seat_put_up_for_sale_is_tried_again() {
        hall.dynamoDb.fail(PutItemRequest.class, 2, conflict());

        hall.concerts.put(CONCERT, "EUR", List.of(Hall.priced(1, 1, "10")));

        assertThat(hall.concerts.find(CONCERT).orElseThrow().seats().getFirst().price())
                .isEqualTo("10");
        assertThat(hall.pauses).containsExactly(1, 2);
    }

    @Test
    void a_server_error_is_an_outage_without_retries() {
        hall.dynamoDb.fail(TransactWriteItemsRequest.class, 1, failure(500, "InternalServerError"));

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> hall.boxOffice.hold("b1", CONCERT, seats(1)));
        assertThat(hall.pauses).isEmpty();
    }

    @Test
    void an_invalid_request_is_a_defect() {
        hall.dynamoDb.fail(TransactWriteItemsRequest.class, 1, failure(400, "ValidationException"));

        assertThatExceptionOfType(DynamoDbException.class)
                .isThrownBy(() -> hall.boxOffice.hold("b1", CONCERT, seats(1)));
    }

    private static TransactionCanceledException cancelled(String... codes) {
        return TransactionCanceledException.builder()
                .message("cancelled")
                .cancellationReasons(
                        Arrays.stream(codes)
                                .map(code -> CancellationReason.builder().code(code).build())
                                .toList())
                .build();
    }

    private static TransactionConflictException conflict() {
        return TransactionConflictException.builder().message("conflict").build();
    }

    private static RuntimeException failure(int status, String code) {
        return DynamoDbException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }
}
