package dev.millrace.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A local cloud for one test, with clients that call it over HTTP.
final class Sandbox implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final LocalCloud cloud;
    final DynamoDbClient dynamoDb;

    private Sandbox(LocalCloud cloud) {
        this.cloud = cloud;
        this.dynamoDb =
                DynamoDbClient.builder()
                        .endpointOverride(cloud.dynamoDb())
                        .httpClientBuilder(SdkSettings.direct())
                        .build();
    }

    static Path template(Path folder, String text) {
        try {
            return Files.writeString(folder.resolve("template.yaml"), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Sandbox start(Path folder, String template) {
        return start(options(folder, template));
    }

    /// Options for a template whose handlers are test classes.
    static LocalCloudOptions options(Path folder, String template) {
        return LocalCloudOptions.of(template(folder, template))
                .withClasses(Sandbox.class.getClassLoader());
    }

    static Sandbox start(LocalCloudOptions options) {
        return new Sandbox(LocalCloud.start(options));
    }

    void put(String table, String id) {
        dynamoDb.putItem(b ->
                b.tableName(cloud.resource(table)).item(Map.of("id", AttributeValue.fromS(id))));
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(cloud.api() + path));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(to(path));
    }

    HttpResponse<String> putEvents(String entries) {
        return send(
                to("/").header("X-Amz-Target", "AWSEvents.PutEvents")
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"Entries\":" + entries + "}")));
    }

    @Override
    public void close() {
        dynamoDb.close();
        cloud.close();
    }
}
