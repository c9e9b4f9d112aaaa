package com.acme.parcels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.aws.AwsErrors;
import dev.millrace.eventsourcing.dynamodb.DynamoDbViewStore;
import dev.millrace.eventsourcing.dynamodb.Item;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.EntitiesOfClient;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Queries the view by its index `by-recipient`.
final class ParcelTable {
    private final DynamoDbClient client;
    private final String table;
    private final DynamoDbViewStore<ParcelRow> rows;

    ParcelTable(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.rows = new DynamoDbViewStore<>(client, table, ParcelRow.VIEW);
    }

    static ParcelTable on(Platform platform) {
        return new ParcelTable(platform.clients().dynamoDb(), platform.table(ParcelRow.VIEW));
    }

    /// @param next where the next page begins; null on the last page
    record Page(List<ParcelRow> parcels, @Nullable Cursor next) {}

    /// Where a page ended. The recipient is not part of it: the path of the call names the
    /// recipient.
    record Cursor(String registeredAt, String parcelId) {
        /// @throws IllegalArgumentException if [#text] did not write this
        static Cursor parse(String text) {
            var parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split(" ");
            if (parts.length == 2) return new Cursor(parts[0], parts[1]);
            throw new IllegalArgumentException("not a cursor");
        }

        String text() {
            var bytes = (registeredAt + " " + parcelId).getBytes(UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
    }

    /// One page of a recipient's parcels, newest first, eventually consistent.
    ///
    /// @param after the previous page's `next`; null for the first page
    /// @throws dev.millrace.eventsourcing.Outage if DynamoDB does not answer
    Page byRecipient(String recipient, int limit, @Nullable Cursor after) {
        var query =
                QueryRequest.builder()
                        .tableName(table)
                        .indexName("by-recipient")
                        .keyConditionExpression("recipient = :recipient")
                        .expressionAttributeValues(Map.of(":recipient", fromS(recipient)))
                        .exclusiveStartKey(after == null ? null : key(recipient, after))
                        .scanIndexForward(false)
                        .limit(limit)
                        .build();
        var page = AwsErrors.translate("read from " + table, () -> client.query(query));
        var parcels = page.items().stream().map(Item::new).map(rows::row).map(Row::value).toList();
        if (!page.hasLastEvaluatedKey()) return new Page(parcels, null);
        var last = new Item(page.lastEvaluatedKey());
        return new Page(parcels, new Cursor(last.text("registeredAt"), last.text("pk")));
    }

    /// The parcels of a recipient whose data an operator erases.
    EntitiesOfClient.Page entitiesOf(String recipient, @Nullable String after) {
        var page = byRecipient(recipient, 100, after == null ? null : Cursor.parse(after));
        var parcels =
                page.parcels().stream()
                        .map(row -> new EntityRef(Parcel.TYPE.name(), row.parcelId()))
                        .toList();
        return new EntitiesOfClient.Page(parcels, page.next() == null ? null : page.next().text());
    }

    private static Map<String, AttributeValue> key(String recipient, Cursor after) {
        return Map.of(
                "recipient", fromS(recipient),
                "registeredAt", fromS(after.registeredAt()),
                "pk", fromS(after.parcelId()));
    }
}
