package dev.millrace.eventsourcing.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Snapshot;
import dev.millrace.eventsourcing.Unreadable;
import dev.millrace.eventsourcing.aws.AwsErrors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/// Stores a journal in one table (`pk` text, `seq` number). An append is one conditional `PutItem`,
/// and a load is usually one `Query`.
public final class DynamoDbJournal<S, E> implements Journal<S, E> {
    private static final int PAGE = 100;

    private final DynamoDbClient client;
    private final String table;
    private final EntityType<S, ?, E, ?> type;
    private final CommitItems<S, E> items;

    public DynamoDbJournal(DynamoDbClient client, String table, EntityType<S, ?, E, ?> type) {
        this.client = client;
        this.table = table;
        this.type = type;
        this.items = new CommitItems<>(type);
    }

    /// Reads backwards to the newest usable snapshot. The first page has as many commits as there
    /// are between two snapshots. It contains a snapshot, unless the page exceeds 1 MB, or the
    /// snapshot was left out, is of another version, or was written at a longer interval.
    @Override
    public History<S, E> load(String entityId) {
        var newestFirst = new ArrayList<Commit<E>>();
        var query =
                query("pk = :pk", Map.of(":pk", items.key(entityId)))
                        .scanIndexForward(false)
                        .limit(type.snapshotInterval())
                        .build();
        while (true) {
            var page = page(query);
            for (var attributes : page.items()) {
                var item = new Item(attributes);
                var snapshot = items.snapshot(item);
                if (snapshot != null) return new History<>(snapshot, newestFirst.reversed());
                newestFirst.add(items.commit(item));
                if (newestFirst.getLast().isErased()) return new History<>(null, newestFirst);
            }
            var reachedFirst = newestFirst.isEmpty() || newestFirst.getLast().seq() == 1;
            if (reachedFirst || !page.hasLastEvaluatedKey()) {
                return new History<>(null, newestFirst.reversed());
            }
            query =
                    query.toBuilder()
                            .exclusiveStartKey(page.lastEvaluatedKey())
                            .limit(PAGE)
                            .build();
        }
    }

    @Override
    public Appended<E> append(Commit<E> commit, @Nullable Snapshot<S> snapshot) {
        var put =
                PutItemRequest.builder()
                        .tableName(table)
                        .item(items.write(commit, snapshot))
                        .conditionExpression("attribute_not_exists(pk)")
                        .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)
                        .build();
        try {
            AwsErrors.translate("append to " + table, () -> client.putItem(put));
            return new Appended.Written<>();
        } catch (ConditionalCheckFailedException taken) {
            return new Appended.Conflict<>(items.commit(new Item(taken.item())));
        }
    }

    @Override
    public void overwrite(Commit<E> erased) {
        var put =
                PutItemRequest.builder()
                        .tableName(table)
                        .item(items.write(erased, null))
                        .conditionExpression("attribute_exists(pk)")
                        .build();
        try {
            AwsErrors.translate("write to " + table, () -> client.putItem(put));
        } catch (ConditionalCheckFailedException none) {
            throw new IllegalStateException(
                    "%s has no commit %s".formatted(erased.entityId(), erased.seq()), none);
        }
    }

    @Override
    public List<Commit<E>> read(String entityId, long after, int most) {
        var commits = new ArrayList<Commit<E>>();
        var query =
                query(
                        "pk = :pk AND seq > :after",
                        Map.of(":pk", items.key(entityId), ":after", fromN(Long.toString(after))));
        while (true) {
            if (most != Integer.MAX_VALUE) query.limit(most - commits.size());
            var page = page(query.build());
            page.items().forEach(item -> commits.add(items.commit(new Item(item))));
            if (!page.hasLastEvaluatedKey() || commits.size() == most) return commits;
            query.exclusiveStartKey(page.lastEvaluatedKey());
        }
    }

    /// All commits of an entity that can be read, in order.
    ///
    /// @param unreadable receives the others
    public List<Commit<E>> readable(String entityId, Consumer<Unreadable> unreadable) {
        var all = query("pk = :pk", Map.of(":pk", items.key(entityId))).build();
        return Pages.read(Pages.of(client, all), items::commit, unreadable).toList();
    }

    /// The commits of an entity as they are stored, including those that cannot be read.
    ///
    /// @param after the number of the last commit of the previous page; null for the first page
    public List<Item> stored(
            String entityId, boolean isNewestFirst, @Nullable Long after, int most) {
        var values = new HashMap<>(Map.of(":pk", items.key(entityId)));
        if (after != null) values.put(":after", fromN(Long.toString(after)));
        var beyond = isNewestFirst ? " AND seq < :after" : " AND seq > :after";
        var query =
                query("pk = :pk" + (after == null ? "" : beyond), values)
                        .scanIndexForward(!isNewestFirst)
                        .limit(most)
                        .build();
        return Pages.of(client, query).limit(most).toList();
    }

    @Override
    public @Nullable Commit<E> find(String entityId, String commandId, Instant since) {
        var backwards =
                query("pk = :pk", Map.of(":pk", items.key(entityId)))
                        .scanIndexForward(false)
                        .limit(PAGE)
                        .build();
        return Pages.of(client, backwards)
                .takeWhile(item -> item.textOrNull("erased") == null)
                .takeWhile(item -> !Instant.parse(item.text("at")).isBefore(since))
                .filter(item -> item.text("cmd").equals(commandId))
                .findFirst()
                .map(items::commit)
                .orElse(null);
    }

    private QueryRequest.Builder query(String condition, Map<String, AttributeValue> values) {
        return QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression(condition)
                .expressionAttributeValues(values)
                .consistentRead(true);
    }

    private QueryResponse page(QueryRequest query) {
        return AwsErrors.translate("read from " + table, () -> client.query(query));
    }
}
