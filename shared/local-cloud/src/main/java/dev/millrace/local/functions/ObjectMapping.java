package dev.millrace.local.functions;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.Type;
import java.net.URL;
import java.net.URLClassLoader;

/// The object mapping of Lambda's own Java runtime. Its library caches serializers by class name
/// and never drops them. That is correct on Lambda, where one class loader has all classes. Here,
/// each class loader of functions gets its own copy of the library, which [#close] closes.
final class ObjectMapping implements Closeable {
    private final ClassLoader library;

    private ObjectMapping(ClassLoader library) {
        this.library = library;
    }

    /// Functions of this program's own class loader use its library, which is neither copied nor
    /// closed.
    static ObjectMapping of(ClassLoader functions) {
        return new ObjectMapping(functions.equals(ours()) ? functions : new Copy());
    }

    private static ClassLoader ours() {
        return ObjectMapping.class.getClassLoader();
    }

    /// Reads and writes values of a type that a handler declares, as Lambda does.
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
        return Class.forName(type.getName(), true, library);
    }

    @Override
    public void close() throws IOException {
        if (library instanceof Copy copy) copy.close();
    }

    /// Loads the library's classes again, except for the interface through which it is called.
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
