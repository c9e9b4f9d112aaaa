package dev.millrace.eventsourcing.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.aws.AwsErrors;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/// Reads the items of process instances as they are stored, including those that no code can read.
public record StoredInstances(DynamoDbClient client, String table) {
    /// The item of an instance, strongly consistent; null if there is none.
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
