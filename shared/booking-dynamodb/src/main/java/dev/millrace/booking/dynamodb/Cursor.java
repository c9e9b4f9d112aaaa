package dev.millrace.booking.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.dynamodb.Item;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Where a page of a client's bookings ended. It has a booking id and a time, and no client: the
/// query adds the caller, so that a cursor shows no other client's bookings.
public record Cursor(String placedAt, String bookingId) {
    private static final Pattern TEXT =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z) ([0-9a-v]{20})");

    /// Reads what [#text()] wrote.
    ///
    /// @throws IllegalArgumentException if the text is not a cursor
    public static Cursor parse(String text) {
        var decoded = new String(Base64.getUrlDecoder().decode(text), UTF_8);
        var parts = TEXT.matcher(decoded);
        if (!parts.matches()) throw new IllegalArgumentException("not a cursor");
        return new Cursor(parts.group(1), parts.group(2));
    }

    /// The cursor as clients get it: opaque, and safe in a query string.
    public String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((placedAt + " " + bookingId).getBytes(UTF_8));
    }

    static Cursor of(Item key) {
        return new Cursor(key.text("placedAt"), key.text("pk"));
    }

    Map<String, AttributeValue> key(String clientId) {
        return Map.of(
                "pk", fromS(bookingId), "clientId", fromS(clientId), "placedAt", fromS(placedAt));
    }
}
