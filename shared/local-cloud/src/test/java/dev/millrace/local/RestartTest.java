package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.local.Handlers.Ending;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RestartTest {
    private static final String TEMPLATE =
            BusTest.TEMPLATE.replace(
                            "      EventInvokeConfig:",
                            "      Timeout: 60\n      EventInvokeConfig:")
                    + """
                      Orders:
                        Type: AWS::DynamoDB::Table
                        Properties:
                          KeySchema: [{AttributeName: id, KeyType: HASH}]
                          AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                          StreamSpecification: {StreamViewType: NEW_IMAGE}
                      Reader:
                        Type: AWS::Serverless::Function
                        Properties:
                          Handler: dev.millrace.local.Handlers$Consumer
                          Events:
                            Orders:
                              Type: DynamoDB
                              Properties: {Stream: !GetAtt Orders.StreamArn, StartingPosition: LATEST, BatchSize: 1}
                    """;

    @TempDir Path folder;

    @BeforeEach
    void reset() {
        Handlers.reset();
    }

    private LocalCloudOptions options() {
        return Sandbox.options(folder, TEMPLATE).withData(folder.resolve("data"));
    }

    private static boolean taken(String id) {
        return Handlers.BATCHES.stream().flatMap(Collection::stream).anyMatch(id::equals);
    }

    /// In SQLite's file format, 2 is a write-ahead log. 1 is a rollback journal, which needs four
    /// syncs per write.
    @Test
    void the_database_file_has_a_write_ahead_log() throws IOException {
        try (var _ = LocalCloud.start(options())) {
            var head = Files.readAllBytes(folder.resolve("data/dynamodb.db"));
            assertThat(head[18]).isEqualTo((byte) 2);
        }
    }

    /// Handlers succeed only on records whose id begins with `good`, and fail on every payment.
    private static void takeOnlyGood() {
        Handlers.ending = id -> id.startsWith("good") ? Ending.WELL : Ending.THROWN;
        Handlers.answer =
                event -> {
                    throw new IllegalStateException("not today");
                };
    }

    @Test
    void a_restarted_cloud_continues_where_it_stopped() {
        takeOnlyGood();
        try (var sandbox = Sandbox.start(options())) {
            sandbox.put("Orders", "good 1");
            sandbox.put("Orders", "later 1");
            await().until(() -> taken("later 1"));
        }
        Handlers.reset();
        try (var sandbox = Sandbox.start(options())) {
            await().until(() -> taken("later 1"));
            sandbox.put("Orders", "later 2");
            await().until(() -> taken("later 2"));
        }
        assertThat(taken("good 1")).isFalse();
    }

    @Test
    void a_killed_cloud_loses_no_owed_work() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(
                                java,
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.millrace.local.RestartTest$ToBeKilled",
                                Sandbox.template(folder, TEMPLATE).toString(),
                                folder.resolve("data").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile())
                        .start();
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> output().contains("later 1 failed"));
            var bus =
                    URI.create(
                            output().lines()
                                    .filter(l -> l.startsWith("http"))
                                    .findFirst()
                                    .orElseThrow());
            var payment =
                    HttpRequest.newBuilder(bus)
                            .header("X-Amz-Target", "AWSEvents.PutEvents")
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            """
                                            {"Entries":[{"Source":"payments","DetailType":"PaymentReceived",
                                             "EventBusName":"millrace-local-bus","Detail":"{}"}]}\
                                            """))
                            .build();
            try (var http = HttpClient.newHttpClient()) {
                assertThat(http.send(payment, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }

        try (var sandbox = Sandbox.start(options())) {
            await().until(() -> taken("later 1"));
            await().until(() -> !Handlers.EVENTS.isEmpty());
            assertThat(sandbox.cloud.messages("Copies")).hasSize(1);
        }
        assertThat(taken("good 1")).isFalse();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    /// The process that is killed. It handles one record, fails on the next one forever, and does
    /// not finish any payment.
    static final class ToBeKilled {
        public static void main(String[] args) {
            takeOnlyGood();
            Handlers.answer = event -> await().forever().until(() -> "", text -> false);
            var options =
                    LocalCloudOptions.of(Path.of(args[0]))
                            .withClasses(RestartTest.class.getClassLoader())
                            .withData(Path.of(args[1]));
            var sandbox = Sandbox.start(options);
            System.out.println(sandbox.cloud.api());
            sandbox.put("Orders", "good 1");
            sandbox.put("Orders", "later 1");
            await().until(() -> taken("later 1"));
            System.out.println("later 1 failed");
            await().forever().until(() -> false);
        }
    }
}
