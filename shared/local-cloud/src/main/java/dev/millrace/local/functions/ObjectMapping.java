package dev.millrace.local.functions;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.lang.reflect.Type;
import java.net.URL;
import java.net.URLClassLoader;

/// The object mapping of Lambda's own Java runtime. It keeps classes by their name, for ever: right
/// on Lambda, where one class loader has all there is. Here each class loader of functions has a
/// copy of it.
final class ObjectMapping {
    private static final ObjectMapping OURS = new ObjectMapping(ours());

    private final ClassLoader copy;

    private ObjectMapping(ClassLoader copy) {
        this.copy = copy;
    }

    static ObjectMapping of(ClassLoader functions) {
        return functions.equals(ours()) ? OURS : new ObjectMapping(new Copy());
    }

    private static ClassLoader ours() {
        return ObjectMapping.class.getClassLoader();
    }

    /// How Lambda reads and writes what a handler declares as this.
    PojoSerializer<Object> serializer(Type type) {
        if (type == Void.class) return any(Object.class);
        return type instanceof Class<?> known
                        && LambdaEventSerializers.isLambdaSupportedEvent(known.getName())
                ? event(known)
                : any(type);
    }

    private PojoSerializer<Object> event(Class<?> event) {
        return serializer(() ->
                copyOf(LambdaEventSerializers.class)
                        .getMethod("serializerFor", Class.class, ClassLoader.class)
                        .invoke(null, event, event.getClassLoader()));
    }

    private PojoSerializer<Object> any(Type type) {
        return serializer(() -> {
            var factory = copyOf(JacksonFactory.class);
            return factory.getMethod("getSerializer", Type.class)
                    .invoke(factory.getMethod("getInstance").invoke(null), type);
        });
    }

    private interface Call {
        Object make() throws ReflectiveOperationException;
    }

    @SuppressWarnings("unchecked")
    private static PojoSerializer<Object> serializer(Call call) {
        try {
            return (PojoSerializer<Object>) call.make();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("its types cannot be mapped: " + e.getCause(), e);
        }
    }

    private Class<?> copyOf(Class<?> type) throws ClassNotFoundException {
        return Class.forName(type.getName(), true, copy);
    }

    /// All of its library but the interface by which it is called.
    private static final class Copy extends URLClassLoader {
        Copy() {
            super(
                    new URL[] {
                        JacksonFactory.class.getProtectionDomain().getCodeSource().getLocation()
                    },
                    ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            return name.equals(PojoSerializer.class.getName())
                    ? PojoSerializer.class
                    : super.findClass(name);
        }
    }
}
