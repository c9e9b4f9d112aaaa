package dev.millrace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.LocalCloud;
import dev.millrace.local.LocalCloudOptions;
import dev.millrace.local.functions.FunctionSpec;
import dev.millrace.local.template.Place;
import dev.millrace.local.template.Template;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The service on a local cloud without triggers. Only the test runs its functions, on its tables
/// and its bus.
record QuietCloud(LocalCloud cloud, LocalCloudOptions options) implements AutoCloseable {
    private static final String REGION = "eu-central-1";

    static QuietCloud start(Path folder) throws IOException {
        JsonNode template = new JsonMapper().valueToTree(TemplateFile.read().root().value());
        for (var function : TemplateFile.read().functions()) {
            var properties = template.at("/Resources/" + function.id() + "/Properties");
            ((ObjectNode) properties).remove("Events");
        }
        var file = Files.writeString(folder.resolve("template.yaml"), template.toString());
        var options = LocalCloudOptions.of(file).withClasses(QuietCloud.class.getClassLoader());
        return new QuietCloud(LocalCloud.start(options), options);
    }

    /// A function as it would be deployed, with its environment.
    FunctionSpec function(String id) {
        return function(id, cloud.dynamoDb());
    }

    /// The same, with another DynamoDB endpoint.
    FunctionSpec function(String id, URI dynamoDb) {
        var place = new Place(options.stack(), REGION, cloud.api(), cloud.api());
        var endpoints =
                Map.of(
                        "AWS_REGION", REGION,
                        "AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.toString(),
                        "AWS_ENDPOINT_URL_EVENTBRIDGE", cloud.api().toString(),
                        "AWS_ENDPOINT_URL_SQS", cloud.api().toString());
        return FunctionSpec.all(Template.read(options.template(), Map.of(), place), endpoints)
                .stream()
                .filter(function -> function.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        cloud.close();
    }
}
