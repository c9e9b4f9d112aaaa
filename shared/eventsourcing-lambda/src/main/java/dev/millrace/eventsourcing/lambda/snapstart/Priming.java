package dev.millrace.eventsourcing.lambda.snapstart;

import static java.util.Collections.nCopies;

import dev.millrace.eventsourcing.Backoff.Sleeper;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.lambda.Platform;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/// Primes a function just before SnapStart takes its snapshot. Without SnapStart it does nothing.
///
/// A restored function has its classes, codecs and compiled code. It never uses a connection from
/// before the snapshot, because the read from the real AWS has clients of its own. It has nothing
/// that must be unique or fresh: ids come with the events, and credentials and time are read when
/// they are needed.
public final class Priming implements Resource {
    /// Often enough for the JVM to compile the hot paths, including the HTTP client's. No event
    /// waits for priming, because it runs while a version is published.
    private static final int TIMES = 100;

    private static final int QUIET_PAUSES = 5;
    private static final int MOST_PAUSES = 100;

    /// Needed because CRaC refers to a resource only weakly.
    private static final List<Priming> REGISTERED = new CopyOnWriteArrayList<>();

    private final Function<FakeAws, WarmUp> warmUp;
    private final Consumer<Platform> read;

    private Priming(Function<FakeAws, WarmUp> warmUp, Consumer<Platform> read) {
        this.warmUp = warmUp;
        this.read = read;
    }

    /// Registers priming. The constructor that Lambda calls must call it.
    ///
    /// @param warmUp builds the warm-up on a fake AWS, without a log
    /// @param read reads a missing item from the real AWS, so that the host and the credentials are
    ///   looked up
    public static void of(Function<FakeAws, WarmUp> warmUp, Consumer<Platform> read) {
        var priming = new Priming(warmUp, read);
        REGISTERED.add(priming);
        Core.getGlobalContext().register(priming);
    }

    /// If priming fails, the version is published anyway, and its first event is slow.
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        var platform = Platform.of(System.getenv());
        try {
            var part = warmUp.apply(new FakeAws(platform.environment().silent()));
            for (var time = 0; time < TIMES; time++) {
                part.play(Ids.of("warm-up", Integer.toString(time)));
            }
            for (var time = 0; time < TIMES; time++) read.accept(platform);
            readInParallel(platform);
            awaitCompiler(platform.runtime().sleeper());
            platform.log().info("primed", Map.of());
        } catch (IOException | InterruptedException | RuntimeException | Error failed) {
            platform.log()
                    .error(
                            "not primed: the first event after a restore will be slow",
                            failed,
                            Map.of());
        }
    }

    /// Repeats the reads on a virtual thread, which waits for a socket in other code.
    private void readInParallel(Platform platform) {
        Callable<Boolean> once =
                () -> {
                    read.accept(platform);
                    return true;
                };
        platform.runtime().threads().runAll(1, nCopies(TIMES, once)).forEach(Future::resultNow);
    }

    /// Waits until the JVM has compiled what it has found hot, at most ten seconds. Otherwise a
    /// restored function would go on with that during its first events. The JVM counts a
    /// compilation when it ends, so only half a second without one says that there are no more.
    private static void awaitCompiler(Sleeper sleeper) throws InterruptedException {
        var compiler = ManagementFactory.getCompilationMXBean();
        if (compiler == null) return; // the JVM only interprets
        var compiled = -1L;
        for (int quiet = 0, pause = 0; quiet < QUIET_PAUSES && pause < MOST_PAUSES; pause++) {
            var now = compiler.getTotalCompilationTime();
            quiet = now == compiled ? quiet + 1 : 0;
            compiled = now;
            sleeper.sleep(Duration.ofMillis(100));
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {}
}
