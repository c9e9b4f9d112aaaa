package dev.millrace.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A command of `./millrace`, with the streams that picocli gives it.
public abstract class CliCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    /// The stream for the command's result.
    protected final PrintWriter out() {
        return spec().commandLine().getOut();
    }

    /// The stream for progress and errors.
    protected final PrintWriter err() {
        return spec().commandLine().getErr();
    }

    /// The exception that ends the command with the exit code for wrong use.
    protected final ParameterException wrongUse(String message) {
        return new ParameterException(spec().commandLine(), message);
    }

    protected final CommandSpec spec() {
        return injected(spec);
    }

    /// Picocli sets every field with [Spec] before it calls a command.
    static CommandSpec injected(@Nullable CommandSpec spec) {
        if (spec == null) throw new IllegalStateException("picocli has not set the field");
        return spec;
    }
}
