package dev.millrace.functions.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.lambda.TestContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Payment ids of arbitrary UTF-16, as bytes of an event. Each payment is refunded under its own
/// id, or the function throws, and the payment goes to the failure queue.
@DisplayNameGeneration(ReplaceUnderscores.class)
class PaymentTextTest {
    private static final List<String> NASTY =
            List.of(
                    "p",
                    "P",
                    "p ",
                    " p",
                    "p?",
                    "p\ud800",
                    "p\ud801",
                    "\udc00",
                    "\udc00\ud800",
                    "p\ufffd",
                    "p\0",
                    "p\0\0",
                    "p\u202eq",
                    "p\u200b",
                    "p\u00ad",
                    "é",
                    "e\u0301",
                    "ﬁ",
                    "fi",
                    "ı",
                    "i",
                    "İ",
                    "ß",
                    "ss",
                    "\u212a",
                    "K",
                    "\ud83c\udf9f",
                    "\uffff",
                    "a/b",
                    "a#b",
                    "\"",
                    "\\",
                    "\n",
                    "x".repeat(100),
                    "x".repeat(101),
                    "\ud83c\udf9f".repeat(100),
                    "x".repeat(10_000));

    @RegisterExtension private final Backstage stage = new Backstage();

    @Test
    void each_payment_is_refunded_under_its_own_id_or_the_function_throws() throws IOException {
        var ids = new LinkedHashSet<>(NASTY);
        var random = new Random(20_261_128);
        while (ids.size() < 90) ids.add(utf16(random));
        var booking = settledBooking();

        var taken = new LinkedHashSet<String>();
        for (var id : ids) {
            if (pays(booking, id)) taken.add(id);
        }

        assertThat(refunded()).containsExactlyElementsOf(taken);
        assertThat(taken).contains("p?", "p\0", "\ud83c\udf9f".repeat(100)).hasSizeGreaterThan(40);
        assertThat(ids)
                .filteredOn(id -> !taken.contains(id))
                .allMatch(id -> !survives(id) || id.codePointCount(0, id.length()) > 100);
    }

    @Test
    void three_ids_that_would_all_be_stored_as_one_are_not_merged() throws IOException {
        var booking = settledBooking();

        assertThat(pays(booking, "p\ud800")).isFalse();
        assertThat(pays(booking, "p\ud801")).isFalse();
        assertThat(pays(booking, "p?")).isTrue();

        assertThat(refunded()).containsExactly("p?");
    }

    @Test
    void a_booking_id_or_client_with_half_a_character_throws() {
        for (var field : List.of("bookingId", "clientId")) {
            var detail =
                    detail("b", "p").replace("\"" + field + "\":\"", "\"" + field + "\":\"\\ud800");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> hand(detail))
                    .withMessageContaining("half a character");
        }
    }

    @Test
    void a_duplicate_field_throws() {
        var twice = detail("b", "p").replace("}", ",\"amount\":\"2\",\"amount\":\"1\"}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> hand(twice))
                .withMessageContaining("Duplicate field 'amount'");
    }

    /// Random characters, many of them halves of a surrogate pair.
    private static String utf16(Random random) {
        var length = 1 + random.nextInt(8);
        return IntStream.range(0, length)
                .map(_ ->
                        random.nextInt(4) == 0
                                ? 0xd700 + random.nextInt(0x900)
                                : random.nextInt(0x10000))
                .mapToObj(character -> String.valueOf((char) character))
                .collect(Collectors.joining());
    }

    private static boolean survives(String text) {
        return new String(text.getBytes(UTF_8), UTF_8).equals(text);
    }

    private String settledBooking() {
        var booking = stage.history().placed("ada", "1", 1);
        stage.history().confirmed(booking, null, "49.90");
        stage.history().paid(booking, "first", "49.90");
        return booking;
    }

    private boolean pays(String booking, String paymentId) throws IOException {
        try {
            hand(detail(booking, paymentId));
            return true;
        } catch (IllegalArgumentException thrown) {
            return false;
        }
    }

    /// Escapes every character, so that halves arrive as halves.
    private static String detail(String booking, String paymentId) {
        var escaped =
                paymentId.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
        return "{\"clientId\":\"ada\",\"bookingId\":\"%s\",\"paymentId\":\"%s\"}"
                .formatted(booking, escaped);
    }

    private void hand(String detail) throws IOException {
        var event =
                "{\"id\":\"event-1\",\"detail-type\":\"PaymentReceived\",\"detail\":%s}"
                        .formatted(detail);
        stage.payment()
                .handleRequest(
                        new ByteArrayInputStream(event.getBytes(UTF_8)),
                        OutputStream.nullOutputStream(),
                        TestContext.inTime());
    }

    private List<String> refunded() {
        var ids =
                stage.published().stream()
                        .map(entry -> Json.read(entry.detail(), JsonNode.class))
                        .map(refund -> refund.path("paymentId").asText())
                        .toList();
        assertThat(Set.copyOf(ids)).hasSameSizeAs(ids);
        return ids;
    }
}
