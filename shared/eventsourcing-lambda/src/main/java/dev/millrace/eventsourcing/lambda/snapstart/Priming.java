package dev.millrace.eventsourcing.lambda.snapstart;

import static java.util.Collections.nCopies;

import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.lambda.Platform;
import java.io.IOException;
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

/// Readies a function just before SnapStart takes its snapshot; elsewhere it does nothing.
///
/// A restored function has its classes, codecs and compiled code. It uses no connection of before:
/// the read from the real AWS goes over clients that nothing else has. And it holds nothing that
/// must be unique or fresh: ids come with the events, credentials and time are asked for when they
/// are needed.
public final class Priming implements Resource {
    /// Often enough for the JVM to compile the hot paths, those of the HTTP client included. No
    /// event waits for it: priming runs while a version is published.
    private static final int TIMES = 100;

    /// CRaC itself refers to a resource only weakly.
    private static final List<Priming> REGISTERED = new CopyOnWriteArrayList<>();

    private final Function<FakeAws, WarmUp> warmUp;
    private final Consumer<Platform> read;

    private Priming(Function<FakeAws, WarmUp> warmUp, Consumer<Platform> read) {
        this.warmUp = warmUp;
        this.read = read;
    }

    /// To be called by the constructor that Lambda calls.
    ///
    /// @param warmUp is played on a fake AWS, without a log
    /// @param read reads something from the real AWS that is not there: it finds the host, the
    ///   credentials and the way to both
    public static void of(Function<FakeAws, WarmUp> warmUp, Consumer<Platform> read) {
        var priming = new Priming(warmUp, read);
        REGISTERED.add(priming);
        Core.getGlobalContext().register(priming);
    }

    /// A function that cannot be readied is published all the same: its first event is slow.
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
            platform.log().info("primed", Map.of());
        } catch (IOException | RuntimeException | Error failed) {
            platform.log()
                    .error(
                            "not primed: the first event after a restore will be slow",
                            failed,
                            Map.of());
        }
    }

    /// The same once more from a virtual thread, which waits for a socket by other code.
    private void readInParallel(Platform platform) {
        Callable<Boolean> once =
                () -> {
                    read.accept(platform);
                    return true;
                };
        platform.runtime().threads().runAll(1, nCopies(TIMES, once)).forEach(Future::resultNow);
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {}
}
