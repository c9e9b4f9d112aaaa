package dev.millrace.eventsourcing.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A simple value is written and read as the mapper does it. The mapper decides about all others.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SimpleValuesTest {
    enum Level {
        LOW,
        HIGH {
            @Override
            boolean isHigh() {
                return true;
            }
        };

        boolean isHigh() {
            return false;
        }
    }

    record Point(int x, long y) {
        boolean isOrigin() {
            return x == 0 && y == 0;
        }

        public static Point getOrigin() {
            return new Point(0, 0);
        }
    }

    record Empty() {}

    private record All(
            String text,
            Integer small,
            Long large,
            @Nullable Boolean maybe,
            boolean isOpen,
            BigDecimal price,
            Instant at,
            Level level,
            List<Point> points,
            Set<String> names,
            Map<String, List<@Nullable Long>> numbers,
            @Nullable Point nothing) {
        All(String text) {
            this(
                    text,
                    -1,
                    Long.MAX_VALUE,
                    null,
                    true,
                    new BigDecimal("1.50E+3"),
                    Instant.parse("2026-11-30T17:05:04.0000003Z"),
                    Level.HIGH,
                    List.of(new Point(1, 2), new Point(0, 0)),
                    Set.of("one"),
                    Map.of("a", Arrays.asList(3L, null)),
                    null);
        }
    }

    static Stream<Object> simple() {
        var withNull = new HashMap<String, @Nullable Object>(Map.of("n", 1));
        withNull.put("none", null);
        return Stream.of(
                new All("é\u2028\"\\\0 \ud83c\udf9f <&>"),
                new Point(Integer.MIN_VALUE, Long.MIN_VALUE),
                new Empty(),
                List.of(new Point(1, 2), "text", 7, 8L, true, 0.1, Level.LOW),
                withNull,
                new TreeMap<>(Map.of("b", Instant.EPOCH, "a", new BigDecimal("0.10"))),
                JsonNodeFactory.instance.objectNode().put("n", 1.0).putNull("none"));
    }

    @ParameterizedTest
    @MethodSource("simple")
    void a_simple_value_is_written_as_by_the_mapper(Object value) throws Exception {
        var text = JsonText.write(SimpleValues.write(value));

        assertThat(text).isEqualTo(Json.mapper().writeValueAsString(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\":\"t\",\"price\":\"1.50\",\"at\":\"2026-11-30T17:05:04Z\",\"level\":\"LOW\"}",
                "{\"numbers\":{\"a\":[1,null]},\"names\":[\"x\",\"x\"],\"points\":[{\"y\":2},null]}",
                "{\"isOpen\":null,\"large\":7,\"small\":7,\"maybe\":false,\"more\":[{}]}",
                "{}"
            })
    void a_simple_value_is_read_as_by_the_mapper(String text) throws Exception {
        var value = SimpleValues.read(JsonText.read(text), All.class);

        assertThat(value).isEqualTo(Json.mapper().readValue(text, All.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, 3000000000, 1e3, \"a\", true, null, {\"b\": {}, \"a\": []}]", "7"})
    void an_untyped_value_is_read_as_by_the_mapper(String text) throws Exception {
        var value = SimpleValues.read(JsonText.read(text), Object.class);

        assertThat(value).isEqualTo(Json.mapper().readValue(text, Object.class));
    }

    record Renamed(@JsonProperty("other") String name) {}

    record Getter(String name) {
        public String getNickname() {
            return name;
        }
    }

    interface Named {
        default boolean isNamed() {
            return true;
        }
    }

    record Inherited(String name) implements Named {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    interface Typed {}

    record Subtype(String name) implements Typed {}

    enum Worded {
        ONE;

        @JsonValue
        String word() {
            return "one";
        }
    }

    record Other(LocalDate day) {}

    record Names(List<String> all) implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return all.iterator();
        }
    }

    record Failing(String name) {
        @Override
        public String name() {
            throw new IllegalStateException("no name");
        }
    }

    static Stream<Object> notSimple() {
        return Stream.of(
                new Renamed("n"),
                new Getter("n"),
                new Inherited("n"),
                new Subtype("n"),
                Worded.ONE,
                new Other(LocalDate.EPOCH),
                new Names(List.of("n")),
                new Failing("n"),
                Optional.of("n"),
                BigInteger.TWO,
                new int[] {1},
                Map.of(1, "n"),
                List.of(new Point(1, 2), new Renamed("n")));
    }

    @ParameterizedTest
    @MethodSource("notSimple")
    void another_value_is_not_written(Object value) {
        assertThatExceptionOfType(NotSimpleException.class)
                .isThrownBy(() -> SimpleValues.write(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\":7}",
                "{\"small\":3000000000}",
                "{\"small\":1.0}",
                "{\"small\":\"1\"}",
                "{\"maybe\":\"true\"}",
                "{\"price\":1.5}",
                "{\"price\":\"much\"}",
                "{\"at\":1764522304}",
                "{\"at\":\"2026-11-30\"}",
                "{\"level\":\"MIDDLE\"}",
                "{\"level\":0}",
                "{\"points\":{}}",
                "{\"nothing\":[]}",
                "[]",
                "\"\""
            })
    void json_that_does_not_fit_is_not_read(String text) {
        assertThatExceptionOfType(NotSimpleException.class)
                .isThrownBy(() -> SimpleValues.read(JsonText.read(text), All.class));
    }

    @Test
    void a_number_that_is_too_long_is_rejected_as_by_the_mapper() {
        var text = "\"" + "7".repeat(1_001) + "\"";

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Json.read(text, BigDecimal.class))
                .withCauseInstanceOf(JsonProcessingException.class);
    }

    record Positive(int number) {
        Positive {
            if (number < 1) throw new IllegalArgumentException("not positive");
        }
    }

    static Stream<Class<?>> otherTypes() {
        return Stream.of(
                Positive.class,
                Renamed.class,
                Subtype.class,
                Typed.class,
                Other.class,
                Worded.class,
                ArrayList.class,
                Map.class);
    }

    @ParameterizedTest
    @MethodSource("otherTypes")
    void a_value_of_another_type_is_not_read(Class<?> type) {
        for (var text : List.of("{\"day\":\"1970-01-01\"}", "[]", "\"ONE\"")) {
            assertThatExceptionOfType(NotSimpleException.class)
                    .as(text)
                    .isThrownBy(() -> SimpleValues.read(JsonText.read(text), type));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[1,2.50,-0,1e400,123456789012345678901234567890],\"b\":{\"a\":null}}",
                "\"\\u00e9\\ud83c\\udf9f\\/\"",
                "[[],{},\"\",false]",
                "{\"twice\":1,\"twice\":2}",
                " 1 2"
            })
    void text_is_read_and_written_as_by_the_mapper(String text) throws Exception {
        var tree = JsonText.read(text);

        assertThat(tree).isEqualTo(Json.mapper().readTree(text));
        assertThat(JsonText.write(tree)).isEqualTo(Json.mapper().writeValueAsString(tree));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"a\"}", "[1,]", "nul", "{\"a\":1", "\"\\x\"", "[1 2]"})
    void what_is_no_json_is_reported_as_by_the_mapper(String text) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Json.read(text))
                .withCauseInstanceOf(JsonProcessingException.class)
                .withMessageStartingWith("not JSON of a " + JsonNode.class.getSimpleName());
    }
}
