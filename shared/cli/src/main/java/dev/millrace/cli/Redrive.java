package dev.millrace.cli;

import dev.millrace.cli.OperationsClient.FailedInputs;
import dev.millrace.cli.OperationsClient.Inputs;
import dev.millrace.cli.OperationsClient.Listing;
import dev.millrace.cli.OperationsClient.RedriveResult;
import dev.millrace.cli.OperationsClient.RedriveResult.Done;
import dev.millrace.cli.OperationsClient.RedriveResult.NotParked;
import dev.millrace.cli.OperationsClient.RedriveResult.StillParked;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// Redrives one process: every parked instance, one call each, then the inputs that failed before
/// they reached an instance.
record Redrive(OperationsClient operations, String process, Progress progress) {
    /// SQS may answer a receive with no message although the queue has some. Only this many empty
    /// answers in a row end the redrive of inputs.
    private static final int EMPTY_HANDED = 5;

    /// @param more whether more is parked than was listed
    /// @param unreadable rows that cannot be read, and why: their instances were not redriven
    /// @param triedAgain failed inputs that SQS still redelivers: they were not redriven
    record Result(
            int done,
            List<Parked> still,
            boolean more,
            List<String> unreadable,
            Inputs inputs,
            long triedAgain) {
        boolean allWent() {
            return still.isEmpty()
                    && !more
                    && unreadable.isEmpty()
                    && inputs.failed() == 0
                    && inputs.complete();
        }
    }

    /// Lists and redrives until a listing has no instance that was not redriven yet. A listing may
    /// be cut short: the next one has further instances once the first are done.
    Result run() {
        var outcomes = new LinkedHashMap<String, RedriveResult>();
        var unreadable = new LinkedHashSet<String>();
        Listing listing;
        List<String> untried;
        do {
            listing = Listing.of(operations.parked(process));
            unreadable.addAll(listing.unreadable());
            untried =
                    listing.parked().stream()
                            .map(Parked::instance)
                            .distinct()
                            .filter(one -> !outcomes.containsKey(one))
                            .toList();
            var expected = outcomes.size() + untried.size();
            for (var instance : untried) {
                var outcome = operations.redrive(process, instance);
                outcomes.put(instance, outcome);
                progress.at(outcomes.size(), expected, note(instance, outcome));
            }
        } while (listing.more() && !untried.isEmpty());
        var inputs = inputs(failed(listing, FailedInputs::givenUp));
        if (!outcomes.isEmpty() || inputs.taken() > 0) progress.end("all tried");
        var still = outcomes.values().stream().flatMap(Redrive::parked).toList();
        return new Result(
                outcomes.size() - still.size(),
                still,
                listing.more(),
                List.copyOf(unreadable),
                inputs,
                failed(listing, FailedInputs::triedAgain));
    }

    private Inputs inputs(long expected) {
        var taken = 0L;
        var failed = 0L;
        var emptyHanded = 0;
        while (true) {
            var some = operations.redriveInputs(process);
            taken += some.taken();
            failed += some.failed();
            emptyHanded = some.taken() == 0 ? emptyHanded + 1 : 0;
            if (taken > 0) progress.at(taken, expected, "failed inputs: %s taken".formatted(taken));
            if (some.complete() || emptyHanded == EMPTY_HANDED) {
                return new Inputs(taken, failed, some.complete());
            }
        }
    }

    private long failed(Listing listing, ToLongFunction<FailedInputs> which) {
        return listing.failedInputs().stream()
                .filter(inputs -> inputs.process().equals(process))
                .mapToLong(which)
                .sum();
    }

    private static String note(String instance, RedriveResult outcome) {
        var now =
                switch (outcome) {
                    case Done() -> "done";
                    case NotParked() -> "not parked any more";
                    case StillParked(var parked) -> "still parked: " + parked.error();
                };
        return Printable.line("%s: %s".formatted(instance, now));
    }

    private static Stream<Parked> parked(RedriveResult outcome) {
        return outcome instanceof StillParked(var parked) ? Stream.of(parked) : Stream.empty();
    }
}
