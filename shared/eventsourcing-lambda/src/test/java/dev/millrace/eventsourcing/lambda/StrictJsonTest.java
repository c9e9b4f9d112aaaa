package dev.millrace.eventsourcing.lambda;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is certainly right is read without data binding, to the same value. Data binding reads the
/// rest, for example what has an escape, and has the errors.
@DisplayNameGeneration(ReplaceUnderscores.class)
class StrictJsonTest {
    private static final String ESCAPED = "\"escaped\":\"\\u0041\"";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\": 1, \"b\": -0, \"c\": 3000000000, \"d\": 123456789012345678901234567890",
                "\"a\": 1.50, \"b\": 1e3, \"c\": 1e400, \"d\": 0.1",
                "\"b\": [null, {}, [], \"\", true], \"\": {\"a\": null}",
                "\"a\": \"é\ud83c\udf9f\\n\\\"\\/\""
            })
    void an_object_is_read_as_by_data_binding(String fields) {
        var bound = new HashMap<>(object("{%s, %s}".formatted(ESCAPED, fields)));
        bound.remove("escaped");

        assertThat(object("{%s}".formatted(fields))).isEqualTo(bound);
    }

    @Test
    void an_object_in_utf_16_is_read() {
        assertThat(StrictJson.object("{\"a\":\"é\"}".getBytes(UTF_16)))
                .isEqualTo(StrictJson.object("{\"a\":\"é\"}".getBytes(UTF_8)));
    }

    static Stream<byte[]> flawed() {
        return Stream.of(
                "{\"a\": 1, \"a\": 1}".getBytes(UTF_8),
                "{\"a\": {\"b\": 1, \"b\": 2}}".getBytes(UTF_8),
                "{\"a\": 1} {}".getBytes(UTF_8),
                "{\"a\": 1} x".getBytes(UTF_8),
                "{\"a\": NaN}".getBytes(UTF_8),
                "{'a': 1}".getBytes(UTF_8),
                "{\"a\": 1 /* one */}".getBytes(UTF_8),
                "{\"a\": null}".getBytes(UTF_8),
                "[]".getBytes(UTF_8),
                "null".getBytes(UTF_8),
                "".getBytes(UTF_8),
                "{\"a\": \"\\ud800\"}".getBytes(UTF_8),
                "{\"a\": \"\\ud800\"}".getBytes(UTF_16),
                "{\"a\": \"\\ud800\"}".getBytes(UTF_16LE),
                "{\"a\": \"\u00ed\u00a0\u0080\"}".getBytes(ISO_8859_1),
                "{\"\\ud800\": 1}".getBytes(UTF_8),
                ("{\"a\": " + "[".repeat(2000) + "]".repeat(2000) + "}").getBytes(UTF_8));
    }

    @ParameterizedTest
    @MethodSource("flawed")
    void what_data_binding_rejects_is_rejected(byte[] json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictJson.object(json))
                .withMessageContaining("not a JSON object");
    }

    record Order(String name, List<Line> lines) {
        record Line(int row, String price) {
            Line {
                if (row == 0) throw Problem.invalid("row", "no row");
            }
        }
    }

    @Test
    void a_record_that_fits_is_read() {
        assertThat(read("{\"lines\":[{\"price\":\"1.50\",\"row\":1}],\"name\":\"n\"}"))
                .isEqualTo(new Order("n", List.of(new Order.Line(1, "1.50"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1e0"})
    void a_whole_number_may_have_another_form(String row) {
        assertThat(
                        read(
                                "{\"lines\":[{\"price\":\"\",\"row\":%s}],\"name\":\"\\u006e\"}"
                                        .formatted(row)))
                .isEqualTo(new Order("n", List.of(new Order.Line(1, ""))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | name is missing or of a wrong type.",
                "{\"name\":\"n\"} | lines is missing or of a wrong type.",
                "{\"name\":null,\"lines\":[]} | name is missing or of a wrong type.",
                "{\"name\":7,\"lines\":[]} | name is missing or of a wrong type.",
                "{\"name\":\"n\",\"lines\":{}} | lines is missing or of a wrong type.",
                "{\"name\":\"n\",\"lines\":[null]} | lines[0] is missing or of a wrong type.",
                "{\"name\":\"n\",\"lines\":[{\"row\":1}]} | lines[0].price is missing or of a wrong type.",
                "{\"name\":\"n\",\"lines\":[{\"row\":\"1\",\"price\":\"\"}]} | lines[0].row is missing or of a wrong type.",
                "{\"name\":\"n\",\"lines\":[{\"row\":1.5,\"price\":\"\"}]} | lines[0].row is missing or of a wrong type.",
                "{\"name\":\"n\",\"lines\":[{\"row\":3000000000,\"price\":\"\"}]} | lines[0].row is missing or of a wrong type.",
                "{\"name\":\"n\",\"lines\":[{\"row\":0,\"price\":\"\"}]} | no row",
                "{\"name\":\"n\",\"lines\":[],\"more\":1} | There is no field more here."
            })
    void a_record_that_does_not_fit_is_rejected_by_the_field_at_fault(String json, String error) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read(json))
                .withMessageContaining(error);
    }

    private static Order read(String json) {
        return StrictJson.read(json.getBytes(UTF_8), Order.class);
    }

    private static Map<String, Object> object(String json) {
        return StrictJson.object(json.getBytes(UTF_8));
    }
}
