package dev.millrace.eventsourcing;

import org.jspecify.annotations.Nullable;

/// Counts how often one piece of work lost a race to another writer. After each lost race the
/// caller reads again and repeats the work (optimistic concurrency).
public final class Conflicts {
    /// The number of lost races in a row that ends the work with an [Outage].
    public static final int MOST = 10;

    private final String what;
    private final Backoff backoff;
    private int lost;

    /// @param what the work or its target, for the error
    public Conflicts(String what, Backoff backoff) {
        this.what = what;
        this.backoff = backoff;
    }

    /// Counts a lost race, and waits before the next try.
    ///
    /// @throws Outage if the work has lost [#MOST] races
    public void lost() {
        lost(null);
    }

    /// Counts a lost race as [#lost()] does.
    ///
    /// @param cause names what won the last race, for the error; null if that is unknown
    public void lost(@Nullable Throwable cause) {
        count(cause);
        backoff.pause(lost);
    }

    /// Counts a lost race as [#lost()] does, but does not wait after the first one.
    ///
    /// @return whether it was the first
    /// @throws Outage if the work has lost [#MOST] races
    boolean lostFirst() {
        count(null);
        if (lost > 1) backoff.pause(lost - 1);
        return lost == 1;
    }

    private void count(@Nullable Throwable cause) {
        if (++lost < MOST) return;
        var why = cause == null ? "" : " (" + cause.getMessage() + ")";
        throw new Outage(
                "%s lost %s races in a row%s; try it again".formatted(what, lost, why), cause);
    }
}
