package dev.millrace.eventsourcing.lambda;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.util.List;

/// Reads what strangers send: exactly the record's fields, of exactly their types, or a [Problem]
/// that names the field.
final class StrictJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(
                            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                            DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                            DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                            DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
                    .withCoercionConfig(
                            LogicalType.Textual,
                            text -> {
                                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                                text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                                text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                            })
                    .build();

    private StrictJson() {}

    static <T> T read(byte[] json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (UnrecognizedPropertyException unknown) {
            var field = field(unknown.getPath());
            throw new Problem(400, "UNKNOWN_FIELD", "There is no field " + field + " here.", field);
        } catch (JsonMappingException wrong) {
            if (wrong.getCause() instanceof Problem problem) throw problem;
            if (wrong.getPath().isEmpty()) throw malformed(wrong);
            throw Problem.invalid(
                    field(wrong.getPath()),
                    field(wrong.getPath()) + " is missing or of a wrong type.");
        } catch (IOException wrong) {
            throw malformed(wrong);
        }
    }

    private static Problem malformed(IOException wrong) {
        return new Problem(
                400,
                "MALFORMED_JSON",
                "The body is not the JSON object this call needs" + place(wrong) + ".",
                null);
    }

    private static String place(IOException wrong) {
        if (!(wrong instanceof com.fasterxml.jackson.core.JsonProcessingException json)
                || json.getLocation() == null) return "";
        return " (line %d, column %d)"
                .formatted(json.getLocation().getLineNr(), json.getLocation().getColumnNr());
    }

    private static String field(List<JsonMappingException.Reference> path) {
        var name = new StringBuilder();
        for (var step : path) {
            if (step.getFieldName() == null) name.append('[').append(step.getIndex()).append(']');
            else name.append(name.isEmpty() ? "" : ".").append(step.getFieldName());
        }
        return name.toString();
    }
}
