package dev.millrace.local.streams;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.local.store.Ledger;
import java.util.Optional;

/// How far each mapping has come in each shard, kept where a crash does not reach it. It is written
/// after what lies before it was processed: a crash in between means a second delivery, never a
/// lost one.
final class Checkpoints {
    /// How far one mapping came in one shard.
    sealed interface Position {
        record Nowhere() implements Position {}

        record After(String sequence) implements Position {}

        record Ended() implements Position {}
    }

    private static final String END = "end";

    private final Ledger ledger;
    private final String shelf;

    Checkpoints(Ledger ledger, String mapping) {
        this.ledger = ledger;
        this.shelf = "checkpoint " + mapping;
    }

    Position of(String shard) {
        return ledger.get(shelf, shard)
                .map(value -> value.asText())
                .<Position>map(
                        text -> text.equals(END) ? new Position.Ended() : new Position.After(text))
                .orElseGet(Position.Nowhere::new);
    }

    void passed(String shard, String sequence) {
        ledger.put(shelf, shard, new TextNode(sequence));
    }

    void ended(String shard) {
        ledger.put(shelf, shard, new TextNode(END));
    }

    /// Whether this mapping read its stream before.
    boolean begun() {
        return ledger.get(shelf, "begun").isPresent();
    }

    void begin() {
        ledger.put(shelf, "begun", new TextNode("yes"));
    }

    Optional<String> last(String shard) {
        return of(shard) instanceof Position.After(var sequence)
                ? Optional.of(sequence)
                : Optional.empty();
    }
}
