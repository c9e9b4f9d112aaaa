package dev.millrace.local.functions;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One function, ready to be invoked.
public final class LambdaFunction {
    private final FunctionSpec spec;
    private final Environments environments;
    private final ClassLoader classes;
    private final InstantSource clock;
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();

    LambdaFunction(
            FunctionSpec spec, ClassLoader classes, ObjectMapping mapping, InstantSource clock) {
        this.spec = spec;
        this.environments = new Environments(spec, classes, mapping);
        this.classes = classes;
        this.clock = clock;
    }

    public FunctionSpec spec() {
        return spec;
    }

    /// Runs the handler on one event and waits for its end. After the function's timeout, the
    /// handler is interrupted and the invocation fails.
    ///
    /// @throws InterruptedException if the calling thread is interrupted
    public InvocationResult invoke(String event) throws InterruptedException {
        var requestId = UUID.randomUUID().toString();
        Handler environment;
        try {
            environment = environments.acquire();
        } catch (RuntimeException | Error e) {
            return InvocationResult.threw(requestId, e);
        }
        var context =
                new LocalContext(spec, requestId, clock, clock.instant().plus(spec.timeout()));
        var call =
                new FutureTask<>(
                        () -> environment.handle(event.getBytes(StandardCharsets.UTF_8), context));
        // Each invocation has its own thread, so that no thread local outlives it.
        var thread = Thread.ofPlatform().daemon().name(spec.name()).unstarted(call);
        thread.setContextClassLoader(classes);
        running.add(thread);
        try {
            thread.start();
            var answer = call.get(spec.timeout().toMillis(), TimeUnit.MILLISECONDS);
            environments.giveBack(environment);
            return InvocationResult.answered(requestId, new String(answer, StandardCharsets.UTF_8));
        } catch (ExecutionException e) {
            environments.giveBack(environment);
            return InvocationResult.threw(requestId, Objects.requireNonNull(e.getCause()));
        } catch (TimeoutException e) {
            thread.interrupt();
            environments.discard();
            return InvocationResult.timedOut(requestId, spec);
        } catch (InterruptedException e) {
            thread.interrupt();
            environments.discard();
            throw e;
        } finally {
            running.remove(thread);
        }
    }

    void warmUp() {
        environments.warmUp();
    }

    /// Whether the template gives the function variables that its handler cannot receive.
    boolean isBlind() {
        return environments.areBlind();
    }

    Set<Thread> running() {
        return running;
    }
}
