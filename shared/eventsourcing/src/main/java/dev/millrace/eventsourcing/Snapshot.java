package dev.millrace.eventsourcing;

import java.util.ArrayList;
import java.util.List;

/// An entity as it stood after a commit.
///
/// @param version the number of that commit; 0 before the first
/// @param commandIds the ids of the last commands applied, oldest first, [#REMEMBERED] at most
public record Snapshot<S>(long version, S state, List<String> commandIds) {

    /// Every so many commits a snapshot is written with the commit, so loading never reads more
    /// than this.
    public static final int INTERVAL = 100;

    /// How many applied command ids an entity remembers; older repeats are rejected or ignored by
    /// its rules.
    public static final int REMEMBERED = 100;

    public Snapshot {
        commandIds = List.copyOf(commandIds);
    }

    public boolean hasApplied(String commandId) {
        return commandIds.contains(commandId);
    }

    Snapshot<S> next(S state, String commandId) {
        var ids = new ArrayList<>(commandIds);
        ids.add(commandId);
        return new Snapshot<>(
                version + 1, state, ids.subList(Math.max(0, ids.size() - REMEMBERED), ids.size()));
    }

    boolean isDue() {
        return version % INTERVAL == 0;
    }
}
