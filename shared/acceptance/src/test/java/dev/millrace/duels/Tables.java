package dev.millrace.duels;

import static software.amazon.awssdk.services.dynamodb.model.KeyType.HASH;
import static software.amazon.awssdk.services.dynamodb.model.KeyType.RANGE;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;

/// The tables of the service, as template.yaml describes them.
final class Tables {
    static final String EVENTS = "Events";
    static final String VIEW = "View";
    static final String SEATS = "Seats";
    static final String PROCESSES = "Processes";
    static final String ERASED = "Erased";

    private static final List<CreateTableRequest> ALL =
            List.of(
                    table(EVENTS, List.of("pk", "seq")),
                    table(
                            VIEW,
                            List.of("pk"),
                            index("by-client", "clientId", "placedAt"),
                            index("due", "dueShard", "dueAt", "correlationId")),
                    table(SEATS, List.of("pk", "sk")),
                    table(ERASED, List.of("pk")),
                    table(
                            PROCESSES,
                            List.of("pk"),
                            index("due", "dueShard", "dueAt", "process", "key"),
                            index("parked", "process", "parkedSince", "key", "parked")));

    private Tables() {}

    static void create(DynamoDbClient dynamoDb) {
        ALL.forEach(dynamoDb::createTable);
    }

    private static CreateTableRequest table(
            String name, List<String> keys, GlobalSecondaryIndex... indexes) {
        return CreateTableRequest.builder()
                .tableName(name)
                .keySchema(keys(keys))
                .globalSecondaryIndexes(indexes)
                .build();
    }

    private static GlobalSecondaryIndex index(
            String name, String hash, String range, String... included) {
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(keys(List.of(hash, range)))
                .projection(projection ->
                        projection
                                .projectionType(
                                        included.length == 0
                                                ? ProjectionType.ALL
                                                : ProjectionType.INCLUDE)
                                .nonKeyAttributes(included))
                .build();
    }

    private static List<KeySchemaElement> keys(List<String> names) {
        return Stream.of(HASH, RANGE)
                .limit(names.size())
                .map(type ->
                        KeySchemaElement.builder()
                                .attributeName(names.get(type == HASH ? 0 : 1))
                                .keyType(type)
                                .build())
                .toList();
    }
}
