package dev.millrace.eventsourcing.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.aws.AwsErrors;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/// The instances of all processes as they are stored, also those that no code can read.
public record StoredInstances(DynamoDbClient client, String table) {
    /// The item of an instance, consistently read; absent if nothing is kept.
    public @Nullable Item item(String process, String key) {
        var get =
                GetItemRequest.builder()
                        .tableName(table)
                        .key(Map.of("pk", fromS(InstanceItems.pk(process, key))))
                        .consistentRead(true)
                        .build();
        var found = AwsErrors.translate("read from " + table, () -> client.getItem(get));
        return found.hasItem() ? new Item(found.item()) : null;
    }
}
