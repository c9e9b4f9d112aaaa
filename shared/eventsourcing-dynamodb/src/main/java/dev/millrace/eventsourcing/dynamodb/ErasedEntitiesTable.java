package dev.millrace.eventsourcing.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.aws.AwsErrors;
import dev.millrace.eventsourcing.process.ErasedEntities;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/// Stores the list of erased entities in a table of its own: `pk` (`Parcel#4k2…`) and `at`. A
/// restore of the journal does not replace this table.
public final class ErasedEntitiesTable implements ErasedEntities {
    private final DynamoDbClient client;
    private final String table;

    public ErasedEntitiesTable(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /// One page of the list.
    ///
    /// @param next the `after` of the next page; null after the last page
    public record Page(List<EntityRef> entities, @Nullable EntityRef next) {}

    @Override
    public void add(EntityRef entity, Instant at) {
        var put =
                PutItemRequest.builder()
                        .tableName(table)
                        .item(Map.of("pk", fromS(entity.toString()), "at", fromS(at.toString())))
                        .build();
        AwsErrors.translate("write to " + table, () -> client.putItem(put));
    }

    @Override
    public boolean contains(EntityRef entity) {
        var get =
                GetItemRequest.builder()
                        .tableName(table)
                        .key(Map.of("pk", fromS(entity.toString())))
                        .consistentRead(true)
                        .build();
        return AwsErrors.translate("read from " + table, () -> client.getItem(get)).hasItem();
    }

    /// @param after the `next` of the previous page; null for the first page
    public Page page(int limit, @Nullable EntityRef after) {
        var scan =
                ScanRequest.builder()
                        .tableName(table)
                        .consistentRead(true)
                        .limit(limit)
                        .exclusiveStartKey(
                                after == null ? null : Map.of("pk", fromS(after.toString())))
                        .build();
        var page = AwsErrors.translate("read from " + table, () -> client.scan(scan));
        return new Page(
                page.items().stream().map(Item::new).map(ErasedEntitiesTable::entity).toList(),
                page.hasLastEvaluatedKey() ? entity(new Item(page.lastEvaluatedKey())) : null);
    }

    private static EntityRef entity(Item item) {
        return EntityRef.of(item.text("pk"));
    }
}
