package dev.millrace.functions.commands;

import static dev.millrace.booking.BookingType.BOOKING;
import static dev.millrace.functions.commands.Desk.cancel;
import static dev.millrace.functions.commands.Desk.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.TestAnswer;
import dev.millrace.eventsourcing.lambda.TestCall;
import dev.millrace.eventsourcing.testkit.Faults;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The function while the journal does not answer.
@DisplayNameGeneration(ReplaceUnderscores.class)
class OutageTest {
    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    private final LogLines lines = new LogLines();
    private final Faults faults = new Faults();

    @BeforeEach
    void table() {
        dynamoDb.journalTable();
    }

    @Test
    void a_call_that_meets_an_outage_may_be_repeated() {
        faults.failBefore(1);

        assertThat(answer(place("ada", "key")).problem()).isEqualTo("503 UNAVAILABLE");
        assertThat(answer(place("ada", "key")).status()).isEqualTo(202);
    }

    @Test
    void a_call_whose_answer_was_lost_is_answered_when_it_is_repeated() {
        faults.failAfter(1);

        assertThat(answer(place("ada", "key")).problem()).isEqualTo("503 UNAVAILABLE");
        var again = answer(place("ada", "key"));

        assertThat(again.status()).isEqualTo(202);
        var journal = new DynamoDbJournal<>(dynamoDb.client(), "Events", BOOKING);
        assertThat(journal.read(String.valueOf(again.text("bookingId")), 0)).hasSize(1);
    }

    @Test
    void cancelling_meets_an_outage_too() {
        faults.failBefore(1);

        assertThat(answer(cancel("ada", Ids.of("any"))).problem()).isEqualTo("503 UNAVAILABLE");
        assertThat(lines.of("an outage")).hasSize(1);
    }

    @Test
    void a_function_that_lacks_its_table_does_not_start() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new BookingCommands(Map.of("AWS_REGION", "eu-central-1")))
                .withMessageContaining("BOOKING_EVENTS_TABLE");
    }

    private TestAnswer answer(TestCall call) {
        var function =
                new BookingCommands(
                        new Platform(
                                lines.environment(Map.of("BOOKING_EVENTS_TABLE", "Events")),
                                TestRuntime.at(() -> LogLines.NOW),
                                () -> dynamoDb.client(faults)));
        return TestAnswer.of(function.handle(call.event()));
    }
}
