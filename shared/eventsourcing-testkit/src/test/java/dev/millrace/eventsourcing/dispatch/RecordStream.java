package dev.millrace.eventsourcing.dispatch;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.testkit.InMemoryJournal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The stream of one journal, and the position of its reader.
final class RecordStream {
    private final EntityType<?, ?, ?, ?> type;
    private final InMemoryJournal<?, ?> journal;
    private final List<String> entities;
    private final Map<String, Integer> streamed = new HashMap<>();
    private final List<StreamRecord> records = new ArrayList<>();
    private final Set<EntityRef> lost = new LinkedHashSet<>();
    private int position;

    /// @param entities the ids of the entities whose commits the stream carries
    <S, E> RecordStream(
            EntityType<S, ?, E, ?> type, InMemoryJournal<S, E> journal, List<String> entities) {
        this.type = type;
        this.journal = journal;
        this.entities = entities;
    }

    /// A record of the stream.
    record StreamRecord(EntityRef entity, Commit<?> commit) {
        @Override
        public String toString() {
            return commit.name(entity.type());
        }
    }

    /// Records from a position on.
    record Batch(int from, List<StreamRecord> records) {}

    String name() {
        return type.name();
    }

    /// @param again how many delivered records are delivered again
    /// @param most how many new records at most
    Batch batch(int again, int most) {
        append();
        var from = Math.max(0, position - again);
        var to = Math.min(records.size(), position + most);
        return new Batch(from, List.copyOf(records.subList(from, to)));
    }

    /// Adds the commits since the last call, in order within an entity.
    private void append() {
        for (var id : entities) {
            for (var commit : journal.read(id, streamed.getOrDefault(id, 0))) {
                records.add(new StreamRecord(new EntityRef(type.name(), id), commit));
                streamed.merge(id, 1, Integer::sum);
            }
        }
    }

    /// A batch was delivered up to its first failed record. The rest is delivered again.
    void delivered(Batch batch, int done) {
        position = Math.max(position, batch.from() + done);
    }

    /// Loses the next record: it ages out of the stream before it is delivered.
    void loseNext() {
        append();
        if (position < records.size()) lost.add(records.get(position++).entity());
    }

    /// The entities of which a record was lost.
    Set<EntityRef> lost() {
        return lost;
    }

    boolean isAtEnd() {
        append();
        return position == records.size();
    }
}
