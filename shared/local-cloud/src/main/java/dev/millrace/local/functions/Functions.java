package dev.millrace.local.functions;

import dev.millrace.local.LocalCloudException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// All functions of the template, by logical id, by name and by ARN.
public final class Functions implements Closeable {
    private final Map<String, LambdaFunction> byId = new LinkedHashMap<>();
    private final List<FutureTask<Boolean>> warming = new ArrayList<>();
    private final ObjectMapping mapping;

    public Functions(List<FunctionSpec> specs, ClassLoader classes, InstantSource clock) {
        this.mapping = ObjectMapping.of(classes);
        specs.forEach(
                spec -> byId.put(spec.id(), new LambdaFunction(spec, classes, mapping, clock)));
    }

    /// Starts to construct a handler of each function, each on its own thread. The caller does not
    /// wait for them.
    public void beginWarmUp() {
        for (var function : byId.values()) {
            var task = new FutureTask<>(function::warmUp, true);
            warming.add(task);
            Thread.ofVirtual().name("warm up " + function.spec().name()).start(task);
        }
    }

    /// Waits until all handlers are constructed.
    ///
    /// @throws LocalCloudException if a handler cannot be constructed
    public void awaitWarmUp() {
        try {
            for (var task : warming) {
                task.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LocalCloudException broken) {
                throw broken;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at start", e);
        }
    }

    /// The functions whose handlers do not get the template's variables, one line each.
    public List<String> notEmulated() {
        return byId.values().stream()
                .filter(LambdaFunction::isBlind)
                .map(function ->
                        "function %s: no environment variables and no endpoints of this machine, because its handler has no constructor that takes Map<String, String>"
                                .formatted(function.spec().id()))
                .toList();
    }

    public Collection<LambdaFunction> all() {
        return byId.values();
    }

    /// The function known by a logical id, a physical name, or an ARN, with or without a version or
    /// alias.
    public Optional<LambdaFunction> find(String name) {
        var byLogicalId = byId.get(name);
        if (byLogicalId != null) {
            return Optional.of(byLogicalId);
        }
        var arn = name.indexOf(":function:");
        var bare = (arn < 0 ? name : name.substring(arn + ":function:".length())).split(":", 2)[0];
        return byId.values().stream()
                .filter(function ->
                        function.spec().name().equals(bare) || function.spec().id().equals(bare))
                .findFirst();
    }

    public LambdaFunction get(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("no function " + id));
    }

    /// Waits for the invocations under way, for `timeout` at most, then interrupts them.
    public void drain(Duration timeout) throws InterruptedException {
        var until = System.nanoTime() + timeout.toNanos();
        for (var function : byId.values()) {
            for (var thread : function.running()) {
                var left = Duration.ofNanos(Math.max(1, until - System.nanoTime()));
                if (!thread.join(left)) {
                    thread.interrupt();
                }
            }
        }
    }

    /// Closes the handlers' object mapping. No function may be invoked after this.
    @Override
    public void close() throws IOException {
        mapping.close();
    }
}
