package dev.millrace.eventsourcing;

import org.jspecify.annotations.Nullable;

/// Counts the races that one piece of work has lost to other writers. The caller reads again and
/// repeats the work after each.
public final class Conflicts {
    /// After so many lost races in a row the work is given up.
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
    /// @throws Outage if it was the last one that is allowed
    public void lost() {
        lost(null);
    }

    /// Counts a lost race as [#lost()] does.
    ///
    /// @param cause tells in the error who or what won the last race
    public void lost(@Nullable Throwable cause) {
        count(cause);
        backoff.pause(lost);
    }

    /// Counts a lost race; the first one needs no pause.
    ///
    /// @return whether it was the first
    /// @throws Outage if it was the last one that is allowed
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
