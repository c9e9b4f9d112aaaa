package dev.millrace.eventsourcing.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.aws.Json;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a caller may send as a body. Any other body is answered as the caller's mistake, with a
/// code and a field, and never as a defect.
@DisplayNameGeneration(ReplaceUnderscores.class)
class HttpBodyTest {
    private static final String GOOD = "{\"name\":\"spring\",\"seats\":[{\"row\":1,\"number\":2}]}";

    record Order(String name, List<Place> seats) {
        record Place(int row, int number) {}
    }

    @Test
    void a_body_of_exactly_the_fields_is_read() {
        assertThat(read(GOOD)).isEqualTo("name=spring row=1 number=2");
        assertThat(read("\n{ \"seats\" : [ {\"number\":2,\"row\":1} ] ,\n\"name\":\"spring\" }\n"))
                .isEqualTo("name=spring row=1 number=2");
    }

    /// As JSON Schema counts: its `integer` is any number without a fraction.
    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "1e0", "10e-1"})
    void a_number_without_a_fraction_is_an_integer(String row) {
        var body = "{\"name\":\"spring\",\"seats\":[{\"row\":%s,\"number\":2}]}".formatted(row);

        assertThat(read(body)).isEqualTo("name=spring row=1 number=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "}",
                "not json",
                "{\"name\":",
                "{\"name\":\"spring",
                "{\"name\":tru}",
                "{\"name\":\"spring\",\"seats\":[{\"row\":1",
                "{\"name\":\"spring\",\"seats\":[{\"row\":01,\"number\":2}]}",
                "{\"name\":\"spring\",\"seats\":[{\"row\":1,\"number\":2}],}",
                "{'name':'spring','seats':[]}",
                "{\"name\":\"a\nb\",\"seats\":[]}",
                "{\"name\":\"\\x\",\"seats\":[]}",
                "{\"name\":NaN,\"seats\":[]}",
                "{/* no */\"name\":\"spring\",\"seats\":[]}",
                "{\"name\":\"spring\",\"name\":\"spring\",\"seats\":[]}",
                "{\"name\":\"spring\",\"seats\":[{\"row\":1,\"row\":1,\"number\":2}]}",
                "{\"name\":\"spring\",\"seats\":[]} {}",
                "{\"name\":\"spring\",\"seats\":[]} trailing",
                "null",
                "[]",
                "[{\"name\":\"spring\",\"seats\":[]}]",
                "\"spring\"",
                "\"\"",
                "1",
                "true"
            })
    void a_body_that_is_not_one_json_object_is_malformed(String body) {
        assertThat(read(body)).isEqualTo("400 MALFORMED_JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"seats\":[]} | name",
                "{\"name\":\"spring\"} | seats",
                "{} | name",
                "{\"name\":null,\"seats\":[]} | name",
                "{\"name\":\"spring\",\"seats\":null} | seats",
                "{\"name\":1,\"seats\":[]} | name",
                "{\"name\":1.5,\"seats\":[]} | name",
                "{\"name\":true,\"seats\":[]} | name",
                "{\"name\":{},\"seats\":[]} | name",
                "{\"name\":[\"spring\"],\"seats\":[]} | name",
                "{\"name\":\"spring\",\"seats\":{}} | seats",
                "{\"name\":\"spring\",\"seats\":{\"row\":1,\"number\":2}} | seats",
                "{\"name\":\"spring\",\"seats\":\"\"} | seats",
                "{\"name\":\"spring\",\"seats\":1} | seats",
                "{\"name\":\"spring\",\"seats\":[null]} | seats[0]",
                "{\"name\":\"spring\",\"seats\":[{\"row\":1,\"number\":2},null]} | seats[1]",
                "{\"name\":\"spring\",\"seats\":[1]} | seats[0]",
                "{\"name\":\"spring\",\"seats\":[\"\"]} | seats[0]",
                "{\"name\":\"spring\",\"seats\":[[]]} | seats[0]",
                "{\"name\":\"spring\",\"seats\":[{\"row\":1}]} | seats[0].number",
                "{\"name\":\"spring\",\"seats\":[{\"row\":\"1\",\"number\":2}]} | seats[0].row",
                "{\"name\":\"spring\",\"seats\":[{\"row\":\"\",\"number\":2}]} | seats[0].row",
                "{\"name\":\"spring\",\"seats\":[{\"row\":1.5,\"number\":2}]} | seats[0].row",
                "{\"name\":\"spring\",\"seats\":[{\"row\":1e-999999999,\"number\":2}]} | seats[0].row",
                "{\"name\":\"spring\",\"seats\":[{\"row\":1e999999999,\"number\":2}]} | seats[0].row",
                "{\"name\":\"spring\",\"seats\":[{\"row\":true,\"number\":2}]} | seats[0].row",
                "{\"name\":\"spring\",\"seats\":[{\"row\":null,\"number\":2}]} | seats[0].row",
                "{\"name\":\"spring\",\"seats\":[{\"row\":[1],\"number\":2}]} | seats[0].row",
                "{\"name\":\"spring\",\"seats\":[{\"row\":2147483648,\"number\":2}]} | seats[0].row",
                "{\"name\":\"spring\",\"seats\":[{\"row\":1,\"number\":99999999999999999999}]} | seats[0].number",
                "{\"name\":\"\\ud800\",\"seats\":[]} | name",
                "{\"name\":\"spring \\udc00!\",\"seats\":[]} | name"
            })
    void a_field_that_is_missing_or_of_a_wrong_type_is_named(String body, String field) {
        assertThat(read(body)).isEqualTo("400 INVALID_FIELD " + field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\":\"spring\",\"seats\":[],\"admin\":true} | admin",
                "{\"name\":\"spring\",\"Name\":\"spring\",\"seats\":[]} | Name",
                "{\"name\":\"spring\",\"seats\":[{\"row\":1,\"number\":2,\"price\":\"0\"}]} | seats[0].price"
            })
    void an_unknown_field_is_named_with_its_path(String body, String field) {
        assertThat(read(body)).isEqualTo("400 UNKNOWN_FIELD " + field);
    }

    @Test
    void a_long_name_of_an_unknown_field_is_shortened() {
        var answer =
                answer(
                        json(
                                GOOD.replace(
                                        "{\"name",
                                        "{\"" + "n" + "🎟".repeat(5_000) + "\":1,\"name")));

        assertThat(answer.problem())
                .startsWith("400 UNKNOWN_FIELD n🎟")
                .doesNotContain("\ud83c\u2026");
        assertThat(answer.body().toString()).hasSizeLessThan(1_000);
    }

    @Test
    void deep_nesting_is_rejected() {
        var deep = 100_000;

        assertThat(read("[".repeat(deep))).isEqualTo("400 MALFORMED_JSON");
        assertThat(read("{\"name\":" + "[".repeat(deep) + "]".repeat(deep) + "}"))
                .startsWith("400 ");
        assertThat(read("{\"unknown\":" + "{\"a\":".repeat(deep / 10) + "1")).startsWith("400 ");
    }

    @Test
    void a_long_number_is_rejected_and_a_long_text_is_read() {
        assertThat(read(GOOD.replace("\"row\":1", "\"row\":" + "9".repeat(50_000))))
                .startsWith("400 ");
        assertThat(read("{\"name\":\"" + "n".repeat(250_000) + "\",\"seats\":[]}"))
                .startsWith("name=nnn");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t "})
    void a_blank_body_is_missing(String body) {
        assertThat(read(body)).isEqualTo("400 EMPTY_BODY");
        assertThat(problem(json(body).body(base64(body.getBytes(UTF_8)), true)))
                .isEqualTo("400 EMPTY_BODY");
    }

    @Test
    void an_absent_body_is_missing() {
        assertThat(problem(TestCall.to("").header("content-type", "application/json")))
                .isEqualTo("400 EMPTY_BODY");
    }

    @Test
    void a_body_in_base64_is_the_same_body() {
        assertThat(problem(json("").body(base64(GOOD.getBytes(UTF_8)), true)))
                .isEqualTo("name=spring row=1 number=2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%%", "{\"name\":\"spring\"}", "YQ=", "ü", "YQ==YQ=="})
    void invalid_base64_is_malformed(String body) {
        assertThat(problem(json("").body(body, true))).isEqualTo("400 MALFORMED_BODY");
    }

    @Test
    void bytes_that_are_not_utf_8_are_malformed() {
        var bytes = GOOD.getBytes(UTF_8);
        bytes[10] = (byte) 0xC3;
        bytes[11] = (byte) 0x28;

        assertThat(problem(json("").body(base64(bytes), true))).isEqualTo("400 MALFORMED_JSON");
    }

    @Test
    void a_body_has_at_most_256_kb_in_either_form() {
        var most = GOOD + " ".repeat(256 * 1024 - GOOD.length());
        var tooMuch = most + " ";
        var tooManyBytes = GOOD.replace("spring", "ü".repeat(140_000));

        assertThat(read(most)).startsWith("name=spring");
        assertThat(read(tooMuch)).isEqualTo("413 BODY_TOO_LARGE");
        assertThat(read(tooManyBytes)).isEqualTo("413 BODY_TOO_LARGE");
        assertThat(read("x".repeat(5_000_000))).isEqualTo("413 BODY_TOO_LARGE");
        assertThat(problem(json("").body(base64(most.getBytes(UTF_8)), true)))
                .startsWith("name=spring");
        assertThat(problem(json("").body(base64(tooMuch.getBytes(UTF_8)), true)))
                .isEqualTo("413 BODY_TOO_LARGE");
        assertThat(problem(json("").body(base64(new byte[5_000_000]), true)))
                .isEqualTo("413 BODY_TOO_LARGE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "Application/JSON;charset=UTF-8",
                "APPLICATION/JSON",
                " application/json "
            })
    void json_is_accepted_however_its_type_is_written(String type) {
        assertThat(problem(json(GOOD).header("content-type", type))).startsWith("name=spring");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "text/plain",
                "text/json",
                "application/json-patch+json",
                "application/x-www-form-urlencoded",
                "application/jsonx",
                "application"
            })
    void any_other_type_is_not_supported(String type) {
        assertThat(problem(json(GOOD).header("content-type", type)))
                .isEqualTo("415 UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void a_body_without_a_type_is_not_supported() {
        assertThat(problem(TestCall.to("").body(GOOD, false)))
                .isEqualTo("415 UNSUPPORTED_MEDIA_TYPE");
    }

    private static TestCall json(String body) {
        return TestCall.to("").json(body);
    }

    private static String read(String body) {
        return problem(json(body));
    }

    private static String problem(TestCall call) {
        var answer = answer(call);
        return answer.status() == 200 ? String.valueOf(answer.text("read")) : answer.problem();
    }

    private static TestAnswer answer(TestCall call) {
        try {
            var order = requireNonNull(call.call().body(Order.class));
            var seats = new StringBuilder("name=" + order.name());
            for (var seat : order.seats())
                seats.append(" row=%s number=%s".formatted(seat.row(), seat.number()));
            return new TestAnswer(200, Map.of(), json(Map.of("read", seats.toString())));
        } catch (Problem problem) {
            return TestAnswer.of(problem.answer().encode());
        }
    }

    private static JsonNode json(Map<String, String> value) {
        return Json.read(Json.write(value), JsonNode.class);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
