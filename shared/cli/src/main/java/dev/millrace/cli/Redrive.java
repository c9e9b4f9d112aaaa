package dev.millrace.cli;

import dev.millrace.cli.OperationsClient.FailedInputs;
import dev.millrace.cli.OperationsClient.Inputs;
import dev.millrace.cli.OperationsClient.Listing;
import dev.millrace.cli.OperationsClient.RedriveResult;
import dev.millrace.cli.OperationsClient.RedriveResult.Done;
import dev.millrace.cli.OperationsClient.RedriveResult.NotParked;
import dev.millrace.cli.OperationsClient.RedriveResult.StillParked;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Redrives one process: every parked instance, one call each, then the inputs that failed before
/// they reached an instance.
record Redrive(OperationsClient operations, String process, Progress progress) {
    /// SQS may answer a receive with no message although the queue has some. Only this many empty
    /// answers in a row end the redrive of inputs.
    private static final int EMPTY_HANDED = 5;

    /// @param more whether more is parked than was listed
    /// @param unreadable rows that cannot be read, and why: their instances were not redriven
    /// @param triedAgain failed inputs that SQS still redelivers: they were not redriven
    /// @param stopped why the redrive ended early; null if it did not
    record Result(
            int done,
            List<Parked> still,
            boolean more,
            List<String> unreadable,
            Inputs inputs,
            long triedAgain,
            @Nullable String stopped) {
        boolean allWent() {
            return still.isEmpty()
                    && !more
                    && unreadable.isEmpty()
                    && inputs.failed() == 0
                    && inputs.complete();
        }

        String counts() {
            return "%s done, %s still parked".formatted(done, still.size());
        }

        /// The lines of the report besides what is still parked.
        List<String> rest() {
            var lines = new ArrayList<String>();
            if (stopped != null) lines.add("Not all was tried: " + stopped + ".");
            if (more) lines.add("There are more than were listed: run it again.");
            unreadable.forEach(row -> lines.add(ParkedCommand.unreadable(row)));
            if (inputs.taken() > 0) {
                lines.add(
                        "Failed inputs: %s taken, %s failed again."
                                .formatted(inputs.taken(), inputs.failed()));
            }
            if (triedAgain > 0) {
                lines.add(
                        "Failed inputs that are tried again automatically, and were not redriven now: %s."
                                .formatted(triedAgain));
            }
            if (stopped == null && !inputs.complete()) {
                lines.add("Failed inputs are left: run it again in a while.");
            }
            return lines;
        }
    }

    /// Lists and redrives until a listing has only instances that were redriven. A listing may be
    /// cut short: the next one has further instances once the first are done.
    Result run() {
        var outcomes = new LinkedHashMap<String, RedriveResult>();
        var unreadable = new LinkedHashSet<String>();
        try {
            var listing = instances(outcomes, unreadable);
            var inputs = inputs(failed(listing, FailedInputs::givenUp));
            if (!outcomes.isEmpty() || inputs.taken() > 0) progress.end("all tried");
            var triedAgain = failed(listing, FailedInputs::triedAgain);
            return result(outcomes, unreadable, listing.more(), inputs, triedAgain, null);
        } catch (CallBudget.Spent spent) {
            var none = new Inputs(0, 0, false);
            return result(outcomes, unreadable, false, none, 0, spent.getMessage());
        }
    }

    private static Result result(
            Map<String, RedriveResult> outcomes,
            Set<String> unreadable,
            boolean more,
            Inputs inputs,
            long triedAgain,
            @Nullable String stopped) {
        var still = outcomes.values().stream().flatMap(Redrive::parked).toList();
        var done = outcomes.size() - still.size();
        return new Result(done, still, more, List.copyOf(unreadable), inputs, triedAgain, stopped);
    }

    /// @return the last listing
    private Listing instances(Map<String, RedriveResult> outcomes, Set<String> unreadable) {
        while (true) {
            var listing = Listing.of(operations.parked(process));
            unreadable.addAll(listing.unreadable());
            var untried =
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
            if (!listing.more() || untried.isEmpty()) return listing;
        }
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
                    case NotParked() -> "no longer parked";
                    case StillParked(var parked) -> "still parked: " + parked.error();
                };
        return Printable.line("%s: %s".formatted(instance, now));
    }

    private static Stream<Parked> parked(RedriveResult outcome) {
        return outcome instanceof StillParked(var parked) ? Stream.of(parked) : Stream.empty();
    }
}
