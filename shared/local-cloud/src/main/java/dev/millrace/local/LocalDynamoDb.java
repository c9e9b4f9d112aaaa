package dev.millrace.local;

import dev.millrace.local.store.Tables;
import dev.millrace.local.template.Place;
import dev.millrace.local.template.Template;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/// The tables of a template on DynamoDB Local, in this JVM and in memory, for tests of a service's
/// queries. Nothing else of the template runs. [LocalCloud] runs all of it.
///
/// ```java
/// try (var dynamoDb = LocalDynamoDb.start(Path.of("template.yaml"))) {
///     var parcels = new ParcelTable(dynamoDb.client(), dynamoDb.table("ParcelViewTable"));
/// }
/// ```
public final class LocalDynamoDb implements AutoCloseable {
    private static final URI NONE = URI.create("http://localhost");
    private static final Place PLACE = new Place("local", SdkSettings.REGION, NONE, NONE);

    private final Template template;
    private final AmazonDynamoDBLocal engine;

    private LocalDynamoDb(Template template, AmazonDynamoDBLocal engine) {
        this.template = template;
        this.engine = engine;
    }

    /// Creates the tables, which are empty. It sets the JVM's default locale, because the engine
    /// writes numbers into its SQL with the digits of that locale.
    ///
    /// @param file a SAM template; its parameters get their default values
    /// @throws LocalCloudException if the template has a mistake; its message says what to do
    public static LocalDynamoDb start(Path file) {
        var template = Template.read(file, Map.of(), PLACE);
        Locale.setDefault(Locale.ROOT);
        var engine = DynamoDBEmbedded.create();
        try {
            var tables = new Tables(engine.dynamoDbClient());
            template.all("AWS::DynamoDB::Table").forEach(tables::create);
            return new LocalDynamoDb(template, engine);
        } catch (RuntimeException failed) {
            engine.shutdown();
            throw failed;
        }
    }

    /// A client of the engine. It throws the same exceptions as the SDK's own client.
    public DynamoDbClient client() {
        return engine.dynamoDbClient();
    }

    /// The name of a table, by its logical id.
    public String table(String logicalId) {
        return template.resource(logicalId)
                .filter(resource -> resource.is("AWS::DynamoDB::Table"))
                .orElseThrow(() ->
                        new IllegalArgumentException("the template has no table " + logicalId))
                .name();
    }

    @Override
    public void close() {
        engine.shutdown();
    }
}
