package dev.millrace.local.store;

import dev.millrace.local.LocalCloudException;
import dev.millrace.local.template.Properties;
import dev.millrace.local.template.Resource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/// Creates the template's tables. A table that is already in the data folder is used as it is, if
/// its keys, indexes and stream are those of the template.
public final class Tables {
    private final DynamoDbClient dynamoDb;
    private final Set<String> existing;

    public Tables(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
        this.existing = new HashSet<>();
        dynamoDb.listTablesPaginator().tableNames().forEach(existing::add);
    }

    public void create(Resource table) {
        var request = request(table);
        if (existing.contains(table.name())) {
            requireSameShape(table, request);
            return;
        }
        try {
            dynamoDb.createTable(request);
        } catch (DynamoDbException e) {
            throw new LocalCloudException(
                    table.at() + ": table " + table.id() + ": " + e.getMessage(), e);
        }
    }

    private void requireSameShape(Resource table, CreateTableRequest wanted) {
        var stands = dynamoDb.describeTable(b -> b.tableName(table.name())).table();
        if (!shape(stands).equals(shape(wanted))) {
            throw new LocalCloudException(
                    "%s: table %s is already in the data folder with other keys, indexes or stream; use another folder"
                            .formatted(table.at(), table.name()));
        }
    }

    private static CreateTableRequest request(Resource table) {
        var properties = table.properties();
        var request =
                CreateTableRequest.builder()
                        .tableName(table.name())
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .keySchema(keys(properties))
                        .attributeDefinitions(
                                properties.items("AttributeDefinitions").stream()
                                        .map(item ->
                                                AttributeDefinition.builder()
                                                        .attributeName(
                                                                item.required("AttributeName"))
                                                        .attributeType(
                                                                item.required("AttributeType"))
                                                        .build())
                                        .toList());
        var indexes =
                properties.items("GlobalSecondaryIndexes").stream().map(Tables::index).toList();
        if (!indexes.isEmpty()) {
            request.globalSecondaryIndexes(indexes);
        }
        properties
                .part("StreamSpecification")
                .text("StreamViewType")
                .ifPresent(view -> request.streamSpecification(stream(view)));
        return request.build();
    }

    private static StreamSpecification stream(String view) {
        return StreamSpecification.builder().streamEnabled(true).streamViewType(view).build();
    }

    private static GlobalSecondaryIndex index(Properties index) {
        var projection = index.part("Projection");
        var attributes = projection.texts("NonKeyAttributes");
        return GlobalSecondaryIndex.builder()
                .indexName(index.required("IndexName"))
                .keySchema(keys(index))
                .projection(
                        Projection.builder()
                                .projectionType(projection.text("ProjectionType").orElse("ALL"))
                                .nonKeyAttributes(attributes.isEmpty() ? null : attributes)
                                .build())
                .build();
    }

    private static List<KeySchemaElement> keys(Properties holder) {
        return holder.items("KeySchema").stream()
                .map(key ->
                        KeySchemaElement.builder()
                                .attributeName(key.required("AttributeName"))
                                .keyType(key.required("KeyType"))
                                .build())
                .toList();
    }

    private static Set<Object> shape(CreateTableRequest table) {
        return shape(
                table.keySchema(),
                table.globalSecondaryIndexes().stream()
                        .map(i -> List.of(i.indexName(), i.keySchema())),
                table.streamSpecification());
    }

    private static Set<Object> shape(TableDescription table) {
        return shape(
                table.keySchema(),
                table.globalSecondaryIndexes().stream()
                        .map(i -> List.of(i.indexName(), i.keySchema())),
                table.streamSpecification());
    }

    private static Set<Object> shape(
            List<KeySchemaElement> keys,
            Stream<List<Object>> indexes,
            @org.jspecify.annotations.Nullable StreamSpecification stream) {
        var shape = new HashSet<Object>(indexes.toList());
        shape.add(keys);
        shape.add(stream == null ? "no stream" : stream.streamViewTypeAsString());
        return shape;
    }
}
