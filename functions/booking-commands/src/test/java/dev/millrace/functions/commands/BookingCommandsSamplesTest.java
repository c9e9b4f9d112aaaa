package dev.millrace.functions.commands;

import dev.millrace.eventsourcing.lambda.SampleEventsContract;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.provider.Arguments;

/// Each sample comes after the one that places a booking under a key.
class BookingCommandsSamplesTest extends SampleEventsContract {
    private static final String FIRST = "place-with-idempotency-key";

    static List<Arguments> expected() {
        return table(
                """
                place                           202 AWAITING_CONFIRMATION
                place-by-another-client         202 AWAITING_CONFIRMATION
                place-base64                    202 AWAITING_CONFIRMATION
                place-with-idempotency-key      202 AWAITING_CONFIRMATION
                place-same-key-another-body     422 IDEMPOTENCY_KEY_REUSED Idempotency-Key
                place-no-seats                  422 NO_SEATS seats
                place-duplicate-seats           422 DUPLICATE_SEATS seats
                place-too-many-seats            422 TOO_MANY_SEATS seats
                place-empty-body                400 EMPTY_BODY
                place-malformed-json            400 MALFORMED_JSON
                place-unknown-field             400 UNKNOWN_FIELD discount
                place-wrong-type                400 INVALID_FIELD seats[0].row
                place-wrong-content-type        415 UNSUPPORTED_MEDIA_TYPE
                cancel                          200 CANCELLED
                cancel-with-reason              200 CANCELLED
                cancel-another-clients-booking  404 NOT_FOUND
                cancel-no-such-id               404 NOT_FOUND
                """);
    }

    @RegisterExtension private final Desk desk = new Desk();

    BookingCommandsSamplesTest() {
        super("BookingCommands");
    }

    @Override
    protected String result(String sample) {
        desk.answer(samples.json(FIRST));

        var answer = desk.answer(samples.json(sample));
        var status = answer.text("status");
        return answer.status() < 300 ? answer.status() + " " + status : answer.problem();
    }
}
