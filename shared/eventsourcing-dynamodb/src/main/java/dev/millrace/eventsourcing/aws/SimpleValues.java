package dev.millrace.eventsourcing.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Writes and reads simple values exactly as [Json#mapper] does: text, whole numbers, booleans,
/// decimals, instants, enums, lists, sets, maps by text, and [records][SimpleRecord] of them.
///
/// Another value, or JSON that does not fit the type, is left to the mapper, which has the better
/// error, too.
final class SimpleValues {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<Type> GENERIC = Set.of(List.class, Set.class, Map.class);
    private static final Set<Type> NULLABLE =
            Set.of(
                    String.class,
                    Integer.class,
                    Long.class,
                    Boolean.class,
                    BigDecimal.class,
                    Instant.class,
                    JsonNode.class,
                    Object.class);

    /// Jackson reads no longer numbers, and no other digits.
    private static final Pattern DECIMAL = Pattern.compile("[-+.0-9eE]{1,1000}");

    private SimpleValues() {}

    static JsonNode write(@Nullable Object value) throws NotSimpleException {
        return switch (value) {
            case null -> NODES.nullNode();
            case JsonNode tree -> tree;
            case String text -> NODES.textNode(text);
            case Integer number -> NODES.numberNode(number.intValue());
            case Long number -> NODES.numberNode(number.longValue());
            case Double number -> NODES.numberNode(number.doubleValue());
            case Boolean is -> NODES.booleanNode(is);
            case BigDecimal decimal -> NODES.textNode(decimal.toString());
            case Instant instant -> NODES.textNode(instant.toString());
            case Enum<?> constant when PlainClass.isPlain(constant.getDeclaringClass()) ->
                    NODES.textNode(constant.name());
            case Record fields -> SimpleRecord.of(fields.getClass()).write(fields);
            case Collection<?> elements when isOfJdk(elements) -> {
                var array = NODES.arrayNode();
                for (var element : elements) array.add(write(element));
                yield array;
            }
            case Map<?, ?> map when isOfJdk(map) -> {
                var object = NODES.objectNode();
                for (var entry : map.entrySet()) {
                    if (!(entry.getKey() instanceof String name)) throw new NotSimpleException();
                    if (entry.getValue() != null) object.set(name, write(entry.getValue()));
                }
                yield object;
            }
            default -> throw new NotSimpleException();
        };
    }

    /// Other collections may have annotations.
    private static boolean isOfJdk(Object value) {
        return value.getClass().getName().startsWith("java.");
    }

    static @Nullable Object read(JsonNode json, Type type) throws NotSimpleException {
        try {
            if (type == JsonNode.class) return json;
            if (type == Object.class) return untyped(json);
            if (json.isNull()) return absent(type);
            if (type instanceof ParameterizedType generic) return read(json, generic);
            if (type instanceof Class<?> known) return read(json, known);
        } catch (IllegalArgumentException | DateTimeException unfit) {
            throw new NotSimpleException();
        }
        throw new NotSimpleException();
    }

    private static @Nullable Object untyped(JsonNode json) throws NotSimpleException {
        if (json.isObject()) return fields(json, Object.class);
        if (json.isArray()) return elements(json, Object.class, new ArrayList<>());
        return switch (json.getNodeType()) {
            case STRING -> json.textValue();
            case NUMBER -> json.numberValue();
            case BOOLEAN -> json.booleanValue();
            case NULL -> null;
            default -> throw new NotSimpleException();
        };
    }

    /// The value for a component, an element or a text that is null, or for a component that is not
    /// there.
    static @Nullable Object absent(Type type) throws NotSimpleException {
        if (type == int.class) return 0;
        if (type == long.class) return 0L;
        if (type == boolean.class) return false;
        if (type instanceof ParameterizedType generic && GENERIC.contains(generic.getRawType())) {
            return null;
        }
        if (type instanceof Class<?> known && (NULLABLE.contains(known) || isPlain(known))) {
            return null;
        }
        throw new NotSimpleException();
    }

    private static boolean isPlain(Class<?> type) {
        return (type.isRecord() || type.isEnum()) && PlainClass.isPlain(type);
    }

    private static Object read(JsonNode json, Class<?> type) throws NotSimpleException {
        if (json.isObject() && type.isRecord()) return SimpleRecord.of(type).read(json);
        if (json.isTextual()) {
            var text = json.textValue();
            if (type == String.class) return text;
            if (type == BigDecimal.class && DECIMAL.matcher(text).matches()) {
                return new BigDecimal(text);
            }
            if (type == Instant.class) return Instant.parse(text);
            if (type.isEnum() && isPlain(type)) return constant(type, text);
        }
        if (json.isBoolean() && (type == boolean.class || type == Boolean.class)) {
            return json.booleanValue();
        }
        if (json.isInt() && (type == int.class || type == Integer.class)) return json.intValue();
        if ((json.isInt() || json.isLong()) && (type == long.class || type == Long.class)) {
            return json.longValue();
        }
        throw new NotSimpleException();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the class is an enum
    private static Object constant(Class<?> type, String name) {
        return Enum.valueOf((Class) type, name);
    }

    private static Object read(JsonNode json, ParameterizedType type) throws NotSimpleException {
        var arguments = type.getActualTypeArguments();
        if (type.getRawType() == Map.class && arguments[0] == String.class && json.isObject()) {
            return fields(json, arguments[1]);
        }
        if (type.getRawType() == List.class && json.isArray()) {
            return elements(json, arguments[0], new ArrayList<>());
        }
        if (type.getRawType() == Set.class && json.isArray()) {
            return elements(json, arguments[0], new HashSet<>());
        }
        throw new NotSimpleException();
    }

    private static Object fields(JsonNode json, Type type) throws NotSimpleException {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (var field : json.properties()) {
            map.put(field.getKey(), read(field.getValue(), type));
        }
        return map;
    }

    private static Object elements(JsonNode json, Type type, Collection<@Nullable Object> into)
            throws NotSimpleException {
        for (var element : json) into.add(read(element, type));
        return into;
    }
}
