package dev.millrace.eventsourcing.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/// Writes and reads the records of a plain class: a field for each component that is not null.
final class SimpleRecord {
    private static final ClassValue<SimpleRecord> RECORDS =
            new ClassValue<>() {
                @Override
                protected SimpleRecord computeValue(Class<?> type) {
                    return new SimpleRecord(type);
                }
            };

    private final RecordComponent[] components;
    private final Constructor<?> constructor;

    private SimpleRecord(Class<?> type) {
        components = type.getRecordComponents();
        var types = new Class<?>[components.length];
        for (var n = 0; n < types.length; n++) {
            types[n] = components[n].getType();
            components[n].getAccessor().setAccessible(true);
        }
        try {
            constructor = type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
        constructor.setAccessible(true);
    }

    /// @throws NotSimpleException if the class is not [plain][PlainClass]
    static SimpleRecord of(Class<?> type) throws NotSimpleException {
        if (!PlainClass.isPlain(type)) throw new NotSimpleException();
        return RECORDS.get(type);
    }

    ObjectNode write(Record value) throws NotSimpleException {
        var object = JsonNodeFactory.instance.objectNode();
        for (var component : components) {
            var field = get(component, value);
            if (field != null) object.set(component.getName(), SimpleValues.write(field));
        }
        return object;
    }

    private static @Nullable Object get(RecordComponent component, Record value)
            throws NotSimpleException {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException failed) {
            throw new NotSimpleException();
        }
    }

    Object read(JsonNode object) throws NotSimpleException {
        @Nullable Object[] fields = new @Nullable Object[components.length];
        for (var n = 0; n < fields.length; n++) {
            var type = components[n].getGenericType();
            var field = object.get(components[n].getName());
            fields[n] = field == null ? SimpleValues.absent(type) : SimpleValues.read(field, type);
        }
        try {
            return constructor.newInstance(fields);
        } catch (ReflectiveOperationException failed) {
            throw new NotSimpleException();
        }
    }
}
