package dev.millrace.eventsourcing.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An event of the bus is read as strictly as the body of an HTTP call.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BusEventTest {
    @Test
    void other_fields_are_ignored() {
        assertThat(
                        read(
                                """
                                {"version": "0", "id": "1", "detail-type": "Weighed", "source": "scales",
                                 "time": "2026-03-01T12:00:00Z", "detail": {"grams": 3, "by": null}}
                                """))
                .isEqualTo(
                        new BusEvent(
                                "1",
                                "Weighed",
                                Instant.parse("2026-03-01T12:00:00Z"),
                                read("{\"id\":\"1\",\"detail-type\":\"W\",\"detail\":{\"grams\":3,\"by\":null}}")
                                        .detail()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | no object \"detail\"",
                "{\"detail\": []} | no object \"detail\"",
                "{\"detail\": {}} | no text \"id\"",
                "{\"detail\": {}, \"id\": 7} | no text \"id\"",
                "{\"detail\": {}, \"id\": \"1\"} | no text \"detail-type\"",
                "{\"detail\": {}, \"id\": \"1\", \"detail-type\": \"W\", \"time\": \"noon\"} | no instant \"time\""
            })
    void a_field_that_is_missing_or_wrong_is_named(String event, String error) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(event))
                .withMessageContaining(error);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"amount\": \"1\", \"amount\": \"2\"}",
                "{\"more\": [{\"amount\": 1, \"amount\": 1}]}",
                "{\"id\": \"p\\ud800\"}",
                "{\"id\": \"\\udc00p\"}",
                "{\"id\": [\"\\udc00\\ud800\"]}",
                "{\"p\\ud800\": 1}"
            })
    void duplicate_fields_and_halves_of_characters_are_rejected_at_any_depth(String detail) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(detail(detail)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\ud83c\\udf9f", "\\u0000", "\\u202e", "e\\u0301", "\\u00e9", "\\uffff"})
    void any_whole_character_is_kept(String escaped) {
        var id = read(detail("{\"id\": \"" + escaped + "\"}")).detail().get("id");

        assertThat(id).isEqualTo(unescaped(escaped));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{", "{} {}"})
    void json_that_is_not_one_object_is_rejected(String event) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(event));
    }

    private static String detail(String detail) {
        return "{\"id\": \"1\", \"detail-type\": \"W\", \"detail\": %s}".formatted(detail);
    }

    private static String unescaped(String escapes) {
        var text = new StringBuilder();
        for (var i = 0; i < escapes.length(); ) {
            var isEscape = escapes.startsWith("\\u", i);
            text.append(
                    isEscape
                            ? (char) Integer.parseInt(escapes.substring(i + 2, i + 6), 16)
                            : escapes.charAt(i));
            i += isEscape ? 6 : 1;
        }
        return text.toString();
    }

    private static BusEvent read(String json) {
        return BusEvent.read(json.getBytes(UTF_8));
    }
}
