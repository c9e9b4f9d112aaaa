package dev.millrace.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/// How far a long command is, told on stderr: a bar that is written over on a terminal, elsewhere a
/// line now and then. Threads may share it.
final class Progress implements AutoCloseable {
    private static final int BAR = 24;
    private static final int LINE = 79;
    private static final String ERASE_REST = "\u001b[K";

    private final PrintWriter err;
    private final boolean terminal;
    private final LongSupplier nanos;
    private final long every;
    private final long begin;
    private long told;
    private boolean open;

    /// @param every how long to say nothing after a line, where it is no terminal
    Progress(PrintWriter err, boolean terminal, LongSupplier nanos, Duration every) {
        this.err = err;
        this.terminal = terminal;
        this.nanos = nanos;
        this.every = every.toNanos();
        this.begin = nanos.getAsLong();
        this.told = begin - this.every;
    }

    static Progress on(PrintWriter err, Duration every) {
        // ./millrace looks whether stderr is a terminal: Java cannot.
        return new Progress(err, Boolean.getBoolean("millrace.terminal"), System::nanoTime, every);
    }

    /// So far; never more than 99 %, whatever was expected, before the [#end].
    synchronized void at(long done, long expected, String note) {
        var now = nanos.getAsLong();
        if (!terminal && now - told < every) return;
        told = now;
        write(Math.clamp(done * 100 / Math.max(1, expected), 0, 99), note);
    }

    synchronized void end(String note) {
        write(100, note);
    }

    /// How many of so many that is a second since it began.
    synchronized long perSecond(long count) {
        return Math.round(count * 1e9 / Math.max(1, nanos.getAsLong() - begin));
    }

    /// What is written next begins a line of its own.
    @Override
    public synchronized void close() {
        if (open) err.println();
        open = false;
        err.flush();
    }

    private void write(int percent, String note) {
        if (terminal) {
            var full = BAR * percent / 100;
            var bar = "#".repeat(full) + " ".repeat(BAR - full);
            var line = "%3d %% [%s] %s".formatted(percent, bar, note);
            err.print("\r" + line.substring(0, Math.min(LINE, line.length())) + ERASE_REST);
            open = true;
        } else {
            err.println("%3d %%  %s".formatted(percent, note));
        }
        err.flush();
    }
}
