package dev.millrace.eventsourcing;

import java.util.ArrayList;
import java.util.List;

/// The state of an entity after a commit.
///
/// @param version the number of that commit; 0 before the first
/// @param commandIds the ids of the last commands applied, oldest first, [#REMEMBERED] at most
public record Snapshot<S>(long version, S state, List<String> commandIds) {

    /// The default number of commits from one snapshot to the next: a snapshot is written with
    /// every commit whose number is a multiple of it. An [EntityType] may choose another. A load
    /// reads as many commits. With commits of 350 bytes and command ids of 20 characters, a load
    /// reads 8 KB at most (two read units), and a commit costs 1.15 write units at most on average.
    public static final int INTERVAL = 15;

    /// How many applied command ids an entity remembers. Its rules reject or ignore older repeats.
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
}
