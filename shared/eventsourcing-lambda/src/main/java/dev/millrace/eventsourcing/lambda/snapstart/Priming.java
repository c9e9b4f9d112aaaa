package dev.millrace.eventsourcing.lambda.snapstart;

import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.lambda.AwsClients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/// Readies a function just before SnapStart takes its snapshot; elsewhere it does nothing.
///
/// What is restored holds classes, codecs and compiled code. It needs no connection (one that has
/// died is opened anew), and holds nothing that has to be unique or fresh: ids come with the
/// events, credentials and time are asked for when they are needed.
public final class Priming implements Resource {
    /// Often enough for the hot paths to be compiled. Nobody waits for it.
    private static final int TIMES = 100;

    /// CRaC itself refers to a resource only weakly.
    private static final List<Priming> REGISTERED = new CopyOnWriteArrayList<>();

    private final BiFunction<Environment, Runtime, Rehearsal> rehearsal;

    private Priming(BiFunction<Environment, Runtime, Rehearsal> rehearsal) {
        this.rehearsal = rehearsal;
    }

    /// To be called by the constructor that Lambda calls.
    ///
    /// @param rehearsal is given the function's variables, without a log
    public static void of(BiFunction<Environment, Runtime, Rehearsal> rehearsal) {
        var priming = new Priming(rehearsal);
        REGISTERED.add(priming);
        Core.getGlobalContext().register(priming);
    }

    /// A function that could not be readied is slow once, and no worse: it is published all the
    /// same.
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        var environment = new Environment(System.getenv());
        var runtime = Runtime.system();
        var log = new Log(environment, runtime);
        try {
            var part = rehearsal.apply(environment.silent(), runtime);
            for (var time = 0; time < TIMES; time++) {
                part.play(Ids.of("rehearsal", Integer.toString(time)));
            }
            part.read(new AwsClients(environment));
            log.info("primed", Map.of());
        } catch (RuntimeException | Error failed) {
            log.error("not primed: the first event after a restore will be slow", failed, Map.of());
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {}
}
