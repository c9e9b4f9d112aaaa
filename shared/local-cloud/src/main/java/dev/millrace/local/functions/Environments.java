package dev.millrace.local.functions;

import dev.millrace.local.LocalCloudException;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/// The execution environments of one function. As on Lambda, one handles one event at a time and
/// the warmest goes first; where all are busy another is made, up to a bound beyond which events
/// wait.
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

    /// Makes the first one, so that a handler that cannot be made is known before it is needed.
    void warmUp() {
        idle.push(make());
    }

    Handler take() throws InterruptedException {
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

    /// Gives the place back without the environment: its handler was interrupted and is not to be
    /// trusted.
    void discard() {
        free.release();
    }

    /// Whether the template gives variables to a handler that cannot take them.
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
            throw broken("is nowhere: is it in what CodeUri names, or on the class path?", e);
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

    /// Several functions share this JVM and its one set of environment variables. So a public
    /// constructor that takes a `Map<String, String>` is given the function's variables, and is
    /// preferred. A handler that has only the one without arguments, which Lambda itself calls, is
    /// made too, but sees the variables of the JVM alone: none of the template's, and no endpoint
    /// of this machine.
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
