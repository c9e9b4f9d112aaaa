package dev.millrace.local;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.functions.FunctionCode;
import dev.millrace.local.functions.FunctionSpec;
import dev.millrace.local.template.Place;
import dev.millrace.local.template.Template;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Functions whose code is loaded from their `CodeUri`.
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

    @Test
    void a_library_in_an_archive_and_in_folders_is_loaded_once() throws Exception {
        assertThat(librariesOf("first/function.zip", "second", "third")).hasSize(1);
        assertThat(librariesOf("second", "first/function.zip", "third")).hasSize(1);
    }

    @Test
    void a_library_of_the_same_name_with_other_content_is_loaded_too() throws Exception {
        assertThat(librariesOf("second", "third", "other")).hasSize(2);
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
    void a_function_sees_only_the_JDK_and_the_Lambda_API(String type, boolean seen)
            throws Exception {
        try (var cloud = started()) {
            assertThat(ask(cloud, "First", type).path("sees").asBoolean()).isEqualTo(seen);
        }
    }

    @Test
    void a_missing_archive_is_an_error_of_one_line_with_its_path() {
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
        "'CodeUri: .', its handler dev.millrace.local.Explorer was not found",
    })
    void invalid_code_is_an_error_of_one_line(String code, String said) {
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
    void a_template_with_one_table_and_no_function_runs() {
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

    /// The first function's code is an archive, as Maven's assembly makes it. The second's is a
    /// folder, as `sam build` makes it.
    private LocalCloud started() throws IOException {
        archive(Files.createDirectories(folder.resolve("first")).resolve("function.zip"));
        var second = folder.resolve("second");
        copy(Explorer.class, second);
        write(second.resolve("lib/library.jar"), library());
        return LocalCloud.start(LocalCloudOptions.of(Sandbox.template(folder, TEMPLATE)));
    }

    /// The places where functions with this code see the library's class. `second` and `third` are
    /// folders with the archive's library. `other` has another library of the same name.
    private List<URL> librariesOf(String... code) throws IOException {
        archive(Files.createDirectories(folder.resolve("first")).resolve("function.zip"));
        var library = library();
        write(folder.resolve("second/lib/library.jar"), library);
        write(folder.resolve("third/lib/library.jar"), library);
        write(folder.resolve("other/lib/library.jar"), jar(Explorer.Library.class, Explorer.class));
        var template = new StringBuilder("Resources:\n");
        for (var number = 0; number < code.length; number++) {
            template.append(
                    "  F%s: {Type: AWS::Serverless::Function, Properties: {Handler: X, CodeUri: %s}}\n"
                            .formatted(number, code[number]));
        }
        var file = Sandbox.template(folder, template.toString());
        var here = URI.create("http://127.0.0.1");
        var place = new Place("stack", "eu-west-1", here, here);
        var functions = FunctionSpec.all(Template.read(file, Map.of(), place), Map.of());
        try (var loaded = FunctionCode.load(functions, file)) {
            return Collections.list(loaded.classes().getResources(path(Explorer.Library.class)));
        }
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
        return jar(Explorer.Library.class);
    }

    /// Returns the same bytes for the same types.
    private static byte[] jar(Class<?>... types) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var jar = new ZipOutputStream(bytes)) {
            for (var type : types) add(jar, type);
        }
        return bytes.toByteArray();
    }

    private static void copy(Class<?> type, Path root) throws IOException {
        write(root.resolve(path(type)), bytes(type));
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(requireNonNull(file.getParent()));
        Files.write(file, content);
    }

    private static void add(ZipOutputStream zip, Class<?> type) throws IOException {
        var entry = new ZipEntry(path(type));
        entry.setTime(0);
        zip.putNextEntry(entry);
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
