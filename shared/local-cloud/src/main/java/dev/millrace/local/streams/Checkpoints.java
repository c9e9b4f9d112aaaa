package dev.millrace.local.streams;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.local.store.LocalStore;
import java.util.Optional;

/// Stores the position of a mapping in each shard, so that it survives a crash. A position is
/// written after the records before it are processed. A crash in between leads to a second
/// delivery, never to a lost record.
final class Checkpoints {
    /// The position of the mapping in one shard.
    sealed interface Position {
        record Nowhere() implements Position {}

        record After(String sequence) implements Position {}

        record Ended() implements Position {}
    }

    private static final String END = "end";

    private final LocalStore localStore;
    private final String namespace;

    Checkpoints(LocalStore localStore, String mapping) {
        this.localStore = localStore;
        this.namespace = "checkpoint " + mapping;
    }

    Position of(String shard) {
        return localStore
                .get(namespace, shard)
                .map(value -> value.asText())
                .<Position>map(
                        text -> text.equals(END) ? new Position.Ended() : new Position.After(text))
                .orElseGet(Position.Nowhere::new);
    }

    void passed(String shard, String sequence) {
        localStore.put(namespace, shard, new TextNode(sequence));
    }

    void ended(String shard) {
        localStore.put(namespace, shard, new TextNode(END));
    }

    /// Whether this mapping has read its stream before.
    boolean begun() {
        return localStore.get(namespace, "begun").isPresent();
    }

    void begin() {
        localStore.put(namespace, "begun", new TextNode("yes"));
    }

    Optional<String> last(String shard) {
        return of(shard) instanceof Position.After(var sequence)
                ? Optional.of(sequence)
                : Optional.empty();
    }
}
