package dev.millrace.eventsourcing.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Text;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An HTTP call as a route sees it. A caller's mistake throws a [Problem].
///
/// @param event of an HTTP API, payload format 2.0
public record HttpCall(JsonNode event) {
    /// The sender of the commands that an HTTP call causes. Every commit stores it.
    public static final String SENDER = "http";

    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Pattern INTEGER = Pattern.compile("([0-9]{1,9})(?:\\.0+)?");
    private static final int MOST_BODY_BYTES = 256 * 1024;
    private static final int MOST_SUBJECT_CHARACTERS = 100;

    /// The caller: the `sub` of the token that API Gateway has verified. It becomes part of keys,
    /// so its length is limited.
    public String clientId() {
        var subject = claim("sub");
        if (subject.isEmpty()) {
            throw new Problem(403, "NO_SUBJECT", "The token has no sub claim.");
        }
        if (Text.length(subject) > MOST_SUBJECT_CHARACTERS || !Text.isWhole(subject)) {
            throw new Problem(
                    403, "LONG_SUBJECT", "The token's sub claim has over 100 characters.");
        }
        return subject;
    }

    /// Throws a [Problem] if the caller is not in a group. HTTP APIs flatten the claim's list to
    /// text: `[admin staff]`. Only spaces separate groups, because a group's name may contain any
    /// other character.
    public void require(String group) {
        var flat = claim("cognito:groups");
        var isList = flat.startsWith("[") && flat.endsWith("]");
        var groups = isList ? flat.substring(1, flat.length() - 1) : flat;
        if (!List.of(groups.split(" +")).contains(group)) {
            throw new Problem(403, "FORBIDDEN", "Only the group " + group + " may do this.");
        }
    }

    /// The unique id of this call. It becomes the correlation id of what the call causes.
    public String requestId() {
        return event.path("requestContext").path("requestId").asText("");
    }

    /// The route as API Gateway names it: `POST /parcels`.
    String routeKey() {
        return event.path("routeKey").asText("");
    }

    /// A parameter of the route's path; empty if there is none.
    public String path(String name) {
        return whole(name, event.path("pathParameters").path(name).asText(""));
    }

    public @Nullable String query(String name) {
        var value = event.path("queryStringParameters").path(name).textValue();
        return value == null ? null : whole(name, value);
    }

    public @Nullable String header(String name) {
        return event.path("headers").path(name).textValue();
    }

    private static String whole(String name, String value) {
        if (Text.isWhole(value)) return value;
        throw Problem.invalid(name, name + " has half a character.");
    }

    /// Returns a text that has 1 to `most` characters, as JSON Schema counts them.
    public static String within(String field, String text, int most) {
        if (!text.isEmpty() && Text.length(text) <= most) return text;
        throw Problem.invalid(field, "%s has 1 to %s characters.".formatted(field, most));
    }

    /// The body, read strictly: exactly the fields of the record.
    public <T> T body(Class<T> type) {
        var sent = event.path("headers").path("content-type").asText("").split(";", 2)[0];
        if (!sent.strip().toLowerCase(Locale.ROOT).equals("application/json")) {
            throw new Problem(
                    415,
                    "UNSUPPORTED_MEDIA_TYPE",
                    "Send the body as content-type application/json.");
        }
        var body = bytes();
        if (body.length > MOST_BODY_BYTES) throw tooLarge();
        if (new String(body, UTF_8).isBlank())
            throw new Problem(400, "EMPTY_BODY", "This call needs a JSON body.");
        return StrictJson.read(body, type);
    }

    /// The id of the entity that this call creates. With an `Idempotency-Key` the id follows from
    /// the client and the key, so that a repeated call reaches the same entity.
    public String newEntityId(String client) {
        var key = header("idempotency-key");
        if (key == null) return Ids.of("request", client, requestId());
        if (IDEMPOTENCY_KEY.matcher(key).matches()) return Ids.of("idempotency-key", client, key);
        throw Problem.invalid(
                "Idempotency-Key", "Idempotency-Key has 1 to 255 visible ASCII characters.");
    }

    /// The number of entries per page: the query parameter `limit`. As in JSON Schema's `integer`,
    /// 20.0 is a whole number.
    public int limit(int usual, int most) {
        var text = query("limit");
        if (text == null) return usual;
        var number = INTEGER.matcher(text);
        return within("limit", number.matches() ? Integer.parseInt(number.group(1)) : 0, most);
    }

    /// Returns a number that is from 1 to `most`.
    public static int within(String field, int number, int most) {
        if (number >= 1 && number <= most) return number;
        throw Problem.invalid(
                field,
                String.format(Locale.ROOT, "%s is a whole number from 1 to %,d.", field, most));
    }

    /// Where the previous page ended: the query parameter `cursor`; null for the first page.
    ///
    /// @param parse throws an IllegalArgumentException if the text is not a cursor
    public <T> @Nullable T cursor(Function<String, T> parse) {
        var text = query("cursor");
        try {
            return text == null ? null : parse.apply(text);
        } catch (IllegalArgumentException unknown) {
            throw Problem.invalid("cursor", "cursor is not from a previous page.");
        }
    }

    private byte[] bytes() {
        var body = event.path("body").asText("");
        if (body.length() > 2 * MOST_BODY_BYTES) throw tooLarge();
        if (!event.path("isBase64Encoded").asBoolean()) return body.getBytes(UTF_8);
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException wrong) {
            throw new Problem(400, "MALFORMED_BODY", "The body is not valid base64.");
        }
    }

    private static Problem tooLarge() {
        return new Problem(413, "BODY_TOO_LARGE", "A body has at most 256 KB.");
    }

    private String claim(String name) {
        var authorizer = event.path("requestContext").path("authorizer");
        return authorizer.path("jwt").path("claims").path(name).asText("");
    }
}
