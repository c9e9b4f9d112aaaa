package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Functions that come from what their `CodeUri` names.
@DisplayNameGeneration(ReplaceUnderscores.class)
class FunctionCodeTest {
    private static final String TEMPLATE =
            """
            Resources:
              First:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: dev.millrace.local.Explorer
                  CodeUri: first/function.zip
                  Environment: {Variables: {WORD: one}}
              Second:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: dev.millrace.local.Explorer::handleRequest
                  CodeUri: second
                  Environment: {Variables: {WORD: two}}
            """;

    @TempDir Path folder;

    @Test
    void an_archive_and_a_folder_are_run_with_the_libraries_in_them() throws Exception {
        try (var cloud = started()) {
            assertThat(ask(cloud, "First", "java.sql.Connection").path("word").asText())
                    .isEqualTo("one");
            var second = ask(cloud, "Second", "java.sql.Connection");
            assertThat(second.path("word").asText()).isEqualTo("two");
            assertThat(second.path("library").asText()).isEqualTo("packaged");
        }
    }

    @Test
    void all_functions_of_a_template_share_one_class_loader() throws Exception {
        try (var cloud = started()) {
            ask(cloud, "First", "");

            assertThat(ask(cloud, "Second", "").path("calls").asInt()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "java.sql.Connection, true",
        "com.amazonaws.services.lambda.runtime.Context, true",
        "com.amazonaws.services.lambda.runtime.events.SQSEvent, false",
        "dev.millrace.local.LocalCloud, false",
        "com.fasterxml.jackson.databind.JsonNode, false",
        "org.slf4j.Logger, false",
    })
    void a_function_sees_the_JDK_and_the_Lambda_API_alone(String type, boolean seen)
            throws Exception {
        try (var cloud = started()) {
            assertThat(ask(cloud, "First", type).path("sees").asBoolean()).isEqualTo(seen);
        }
    }

    @Test
    void an_archive_that_is_not_built_is_one_line_that_says_so_and_where_it_was_looked_for() {
        var template = Sandbox.template(folder, TEMPLATE);

        assertThatThrownBy(() -> LocalCloud.start(LocalCloudOptions.of(template)))
                .isInstanceOf(LocalCloudException.class)
                .hasMessageContaining("template.yaml:2: function First: ")
                .hasMessageContaining("build it first (mvn package)")
                .hasMessageContaining(folder.resolve("first/function.zip").toString())
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'', has no CodeUri",
        "'CodeUri: s3://bucket/key', CodeUri s3://bucket/key is not on this machine",
        "'CodeUri: template.yaml', cannot be read",
        "'CodeUri: .', its handler dev.millrace.local.Explorer is nowhere",
    })
    void code_that_is_none_is_one_line(String code, String said) {
        var template =
                Sandbox.template(
                        folder,
                        "Resources: {F: {Type: AWS::Serverless::Function, Properties: {Handler: dev.millrace.local.Explorer, %s}}}"
                                .formatted(code));

        assertThatThrownBy(() -> LocalCloud.start(LocalCloudOptions.of(template)))
                .isInstanceOf(LocalCloudException.class)
                .hasMessageContaining(said)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void a_template_of_one_table_is_enough() {
        var template =
                Sandbox.template(
                        folder,
                        """
                        Resources:
                          Table:
                            Type: AWS::DynamoDB::Table
                            Properties:
                              KeySchema: [{AttributeName: id, KeyType: HASH}]
                              AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                        """);
        try (var sandbox = Sandbox.start(LocalCloudOptions.of(template))) {
            sandbox.put("Table", "one");

            assertThat(
                            sandbox.dynamoDb
                                    .scan(scan -> scan.tableName("millrace-local-Table"))
                                    .count())
                    .isEqualTo(1);
        }
    }

    /// The first function's code is an archive as Maven's assembly makes it, the second's a folder
    /// as `sam build` does.
    private LocalCloud started() throws IOException {
        archive(Files.createDirectories(folder.resolve("first")).resolve("function.zip"));
        var second = folder.resolve("second");
        copy(Explorer.class, second);
        Files.createDirectories(second.resolve("lib"));
        Files.write(second.resolve("lib/library.jar"), library());
        return LocalCloud.start(LocalCloudOptions.of(Sandbox.template(folder, TEMPLATE)));
    }

    private static JsonNode ask(LocalCloud cloud, String function, String type)
            throws InterruptedException {
        return cloud.invoke(function, Json.object().put("class", type).toString()).json();
    }

    private static void archive(Path file) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            add(zip, Explorer.class);
            zip.putNextEntry(new ZipEntry("lib/library.jar"));
            zip.write(library());
        }
    }

    private static byte[] library() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var jar = new ZipOutputStream(bytes)) {
            add(jar, Explorer.Library.class);
        }
        return bytes.toByteArray();
    }

    private static void copy(Class<?> type, Path root) throws IOException {
        var file = root.resolve(path(type));
        Files.createDirectories(file.getParent());
        Files.write(file, bytes(type));
    }

    private static void add(ZipOutputStream zip, Class<?> type) throws IOException {
        zip.putNextEntry(new ZipEntry(path(type)));
        zip.write(bytes(type));
    }

    private static String path(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (var in = type.getResourceAsStream("/" + path(type))) {
            if (in == null) throw new IOException("no " + type);
            return in.readAllBytes();
        }
    }
}
