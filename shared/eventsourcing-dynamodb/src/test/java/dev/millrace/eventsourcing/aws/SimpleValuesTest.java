package dev.millrace.eventsourcing.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
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

    record ByParameter(String name) {
        ByParameter(@JsonProperty("other") String name) {
            this.name = name;
        }
    }

    record Raw(String name) implements JsonSerializable {
        @Override
        public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeRawValue("7");
        }

        @Override
        public void serializeWithType(
                JsonGenerator json, SerializerProvider provider, TypeSerializer type) {}
    }

    @JsonFormat(shape = JsonFormat.Shape.OBJECT)
    static final class Listed extends ArrayList<String> {
        private static final long serialVersionUID = 1;
    }

    @JsonIgnoreProperties("secret")
    static final class Mapped extends TreeMap<String, String> {
        private static final long serialVersionUID = 1;
    }

    record Waiting(Duration time, @JsonFormat(shape = JsonFormat.Shape.NUMBER) BigDecimal price) {}

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
                new ByParameter("n"),
                new Raw("n"),
                new Listed(),
                new Mapped(),
                new Waiting(Duration.ofSeconds(90), new BigDecimal("1.50")),
                Float.NaN,
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
    @MethodSource("notSimple")
    void the_mapper_decides_about_another_value(Object value) throws Exception {
        String text;
        try {
            text = Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException rejected) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> Json.write(value))
                    .withMessageContaining(rejected.getOriginalMessage());
            return;
        }
        assertThat(Json.write(value)).isEqualTo(text);
    }

    @Test
    void the_tree_of_another_value_has_its_text() {
        var value = new Waiting(Duration.ofSeconds(90), new BigDecimal("1.50"));

        assertThat(Json.text(Json.tree(value))).isEqualTo("{\"time\":90.000000000,\"price\":1.50}");
    }

    @JsonDeserialize(using = OneCoin.class)
    record Coins(int number) {}

    record Purse(String owner, @Nullable Coins coins) {}

    static final class OneCoin extends StdDeserializer<Coins> {
        private static final long serialVersionUID = 1;

        OneCoin() {
            super(Coins.class);
        }

        @Override
        public Coins deserialize(JsonParser json, DeserializationContext context) {
            return new Coins(7);
        }

        @Override
        public Coins getNullValue(DeserializationContext context) {
            return new Coins(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"owner\":\"o\",\"coins\":null}", "{\"owner\":\"o\"}", "{\"owner\":null}"})
    void the_mapper_decides_what_is_read_for_nothing(String text) throws Exception {
        assertThat(Json.read(text, Purse.class))
                .isEqualTo(Json.mapper().readValue(text, Purse.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"x\":1,\"y\":2,\"x\":3}", "{\"x\":1,\"x\":2}", "[{\"a\":1,\"a\":1}]"})
    void the_mapper_decides_about_a_field_that_comes_twice(String text) throws Exception {
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> JsonText.read(text));
        assertThat(Json.read(text)).isEqualTo(Json.mapper().readTree(text));
        assertThat(Json.read(new ByteArrayInputStream(text.getBytes(UTF_8))))
                .isEqualTo(Json.mapper().readTree(text));
    }

    @Test
    void a_primitive_value_is_read() {
        assertThat(Json.read("7", int.class)).isEqualTo(7);
        assertThat(Json.read("true", boolean.class)).isTrue();
    }

    @Test
    void a_value_that_is_too_deep_is_reported() {
        var deep = List.of();
        for (var depth = 0; depth < 1_001; depth++) deep = List.of(deep);
        var value = deep;

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Json.write(value))
                .withMessageContaining("cannot be written as JSON");
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
                "{\"price\":\"\u0661\"}",
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
