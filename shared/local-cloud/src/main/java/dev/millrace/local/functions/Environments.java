package dev.millrace.local.functions;

import dev.millrace.local.LocalCloudException;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/// The execution environments of one function. As on Lambda, an environment handles one event at a
/// time, and the most recently used idle one is used next. If all are busy, another is made, up to
/// a limit. Beyond it, events wait.
final class Environments {
    private static final int MOST = 8;

    private final FunctionSpec function;
    private final ClassLoader classes;
    private final ObjectMapping mapping;
    private final ConcurrentLinkedDeque<Handler> idle = new ConcurrentLinkedDeque<>();
    private final Semaphore free = new Semaphore(MOST, true);
    private volatile boolean blind;

    Environments(FunctionSpec function, ClassLoader classes, ObjectMapping mapping) {
        this.function = function;
        this.classes = classes;
        this.mapping = mapping;
    }

    /// Makes the first environment, so that a handler that cannot be constructed fails the start.
    void warmUp() {
        idle.push(make());
    }

    /// Takes an idle environment, or makes one. Waits while the maximum number of them is busy.
    Handler acquire() throws InterruptedException {
        free.acquire();
        var warm = idle.poll();
        if (warm != null) {
            return warm;
        }
        try {
            return make();
        } catch (RuntimeException | Error e) {
            free.release();
            throw e;
        }
    }

    void giveBack(Handler environment) {
        idle.push(environment);
        free.release();
    }

    /// Drops the environment and allows a new one in its place. Its handler was interrupted, so its
    /// state is unknown.
    void discard() {
        free.release();
    }

    /// Whether the template gives variables to a handler whose constructor cannot receive them.
    boolean areBlind() {
        return blind;
    }

    private Handler make() {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            return Handler.of(
                    construct(Class.forName(function.handlerClass(), true, classes)), mapping);
        } catch (ClassNotFoundException e) {
            throw broken("was not found in what CodeUri names, or on the class path", e);
        } catch (NoSuchMethodException e) {
            throw broken(
                    "has no public constructor without arguments or with a Map<String, String>", e);
        } catch (InvocationTargetException e) {
            throw broken(
                    "failed in its constructor: " + e.getTargetException(), e.getTargetException());
        } catch (ReflectiveOperationException | LinkageError | IllegalArgumentException e) {
            throw broken("cannot be constructed: " + e.getMessage(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /// All functions share this JVM and its environment variables. A public constructor with a
    /// `Map<String, String>` is therefore preferred, and gets the function's variables. Lambda
    /// itself calls the constructor without arguments. A handler that has only that one sees the
    /// JVM's variables: none of the template's, and no endpoints of this machine.
    private Object construct(Class<?> type) throws ReflectiveOperationException {
        for (var constructor : type.getConstructors()) {
            if (constructor.getParameterCount() == 1
                    && constructor.getParameterTypes()[0] == Map.class) {
                return constructor.newInstance(function.environment());
            }
        }
        blind = function.hasVariables();
        return type.getConstructor().newInstance();
    }

    private LocalCloudException broken(String why, Throwable cause) {
        return new LocalCloudException(
                "%s: function %s: its handler %s %s"
                        .formatted(function.at(), function.id(), function.handlerClass(), why),
                cause);
    }
}
