package dev.millrace.eventsourcing.lambda.snapstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.lambda.AwsClients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Platform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/// A fake AWS for warm-ups. The SDK's clients do all their work, but send requests here instead of
/// to AWS. So nothing leaves the process. Its tables keep what is put.
public final class FakeAws extends AwsClients implements SdkHttpClient {
    private static final AwsCredentialsProvider NOBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("nobody", "nothing"));

    private final FakeTables tables = new FakeTables();

    private final Platform platform;

    public FakeAws(Environment environment) {
        super(environment);
        this.platform = new Platform(environment, Runtime.system(), this);
    }

    /// A platform on this fake AWS.
    public Platform platform() {
        return platform;
    }

    FakeTables tables() {
        return tables;
    }

    @Override
    protected <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> void connect(
            B builder, String service, boolean isLocal) {
        builder.httpClient(this).credentialsProvider(NOBODY);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                var answer = answer(operation(request), body(request)).getBytes(UTF_8);
                return HttpExecuteResponse.builder()
                        .response(SdkHttpResponse.builder().statusCode(200).build())
                        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer)))
                        .build();
            }

            @Override
            public void abort() {}
        };
    }

    /// The response to a request; `{}` means success.
    private String answer(String operation, JsonNode asked) {
        return switch (operation) {
            case "PutItem" -> tables.put(asked);
            case "GetItem" -> tables.get(asked);
            case "BatchGetItem" -> tables.getAll(asked);
            case "Query" -> tables.query(asked);
            case "PutEvents" -> "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"1\"}]}";
            default -> "{}";
        };
    }

    private static String operation(HttpExecuteRequest request) {
        var target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElseThrow();
        return target.substring(target.indexOf('.') + 1);
    }

    private static JsonNode body(HttpExecuteRequest request) throws IOException {
        try (var body = request.contentStreamProvider().orElseThrow().newStream()) {
            return Json.read(body);
        }
    }

    @Override
    public void close() {}
}
