package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A web page that a developer visits cannot call the AWS APIs of a local cloud on the same
/// machine. A browser sends the page's origin. The SDKs and the AWS CLI send none.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BrowserRequestTest {
    private static final String TEMPLATE =
            """
            Resources:
              Site:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: dev.millrace.local.Handlers$Recorder::handleRequest
              Things:
                Type: AWS::DynamoDB::Table
                Properties:
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
            """;
    private static final String INVOKE = "/2015-03-31/functions/Site/invocations";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir static Path folder;
    private static Sandbox sandbox;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(folder, TEMPLATE);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @BeforeEach
    void reset() {
        Handlers.reset();
    }

    @ParameterizedTest
    @CsvSource({
        INVOKE + ", none",
        "/, AWSEvents.PutEvents",
        "/, AmazonSQS.SendMessage",
    })
    void the_api_rejects_requests_of_web_pages(String path, String target) throws Exception {
        assertThat(status(sandbox.cloud.api().resolve(path), target, true)).isEqualTo(403);
        assertThat(Handlers.EVENTS).isEmpty();

        assertThat(status(sandbox.cloud.api().resolve(path), target, false)).isNotEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"DynamoDB_20120810.ListTables", "DynamoDB_20120810.Scan"})
    void dynamodb_rejects_requests_of_web_pages(String target) throws Exception {
        assertThat(status(sandbox.cloud.dynamoDb(), target, true)).isEqualTo(403);
        assertThat(status(sandbox.cloud.dynamoDb(), target, false)).isNotEqualTo(403);
    }

    private static int status(URI address, String target, boolean isPage) throws Exception {
        var request = HttpRequest.newBuilder(address).POST(BodyPublishers.ofString("{}"));
        if (!target.equals("none")) request.header("X-Amz-Target", target);
        if (isPage) request.header("Origin", "http://evil.example");
        return CLIENT.send(request.build(), BodyHandlers.ofString()).statusCode();
    }
}
