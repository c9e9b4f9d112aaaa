package dev.millrace.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Shows the progress of a long command on stderr: a bar that is redrawn on a terminal, and lines
/// at intervals elsewhere. Threads may share it.
final class Progress implements AutoCloseable {
    private static final int BAR = 24;
    private static final int LINE = 79;
    private static final String ERASE_REST = "\u001b[K";

    private final PrintWriter err;
    private final boolean terminal;
    private final LongSupplier nanos;
    private final long every;
    private final long begin;
    private long shown; // time of the last output, in nanoseconds
    private boolean open;

    /// @param every the minimum time between two lines, if stderr is not a terminal
    Progress(PrintWriter err, boolean terminal, LongSupplier nanos, Duration every) {
        this.err = err;
        this.terminal = terminal;
        this.nanos = nanos;
        this.every = every.toNanos();
        this.begin = nanos.getAsLong();
        this.shown = begin - this.every;
    }

    static Progress on(PrintWriter err, Duration every) {
        // The script ./millrace checks whether stderr is a terminal, because Java cannot.
        return new Progress(err, Boolean.getBoolean("millrace.terminal"), System::nanoTime, every);
    }

    /// Shows the progress so far, at most 99 % until [#end].
    synchronized void at(long done, long expected, String note) {
        var now = nanos.getAsLong();
        if (!terminal && now - shown < every) return;
        shown = now;
        write(Math.clamp(done * 100 / Math.max(1, expected), 0, 99), note);
    }

    synchronized void end(String note) {
        write(100, note);
    }

    /// The rate per second since the beginning.
    synchronized long perSecond(long count) {
        return Math.round(count * 1e9 / Math.max(1, nanos.getAsLong() - begin));
    }

    /// Ends the bar's line, so that the next output begins a new one.
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
            var line = "%3s %% [%s] %s".formatted(percent, bar, note);
            err.print("\r" + line.substring(0, Math.min(LINE, line.length())) + ERASE_REST);
            open = true;
        } else {
            err.println("%3s %%  %s".formatted(percent, note));
        }
        err.flush();
    }
}
