package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@DisplayNameGeneration(ReplaceUnderscores.class)
class AotCommandTest {
    @TempDir private Path folder;
    private Path template = Path.of("");

    @BeforeEach
    void a_template() throws Exception {
        template =
                Files.writeString(
                        folder.resolve("template.yaml"),
                        """
                        AWSTemplateFormatVersion: "2010-09-09"
                        Transform: AWS::Serverless-2016-10-31
                        Resources:
                          Count:
                            Type: AWS::Serverless::Function
                            Properties:
                              CodeUri: count.zip
                              Handler: com.example.Count
                              Runtime: provided.al2023
                        """);
    }

    @Test
    void an_unknown_function_is_a_mistake() {
        assertMistake("has no function Sum: its functions are [Count]", "Sum");
    }

    @Test
    void an_archive_that_is_not_built_is_a_mistake() {
        assertMistake("count.zip is not built: run mvn package", "Count");
    }

    @Test
    void a_file_that_is_not_an_archive_is_a_mistake() throws Exception {
        Files.writeString(folder.resolve("count.zip"), "nothing");

        assertMistake("count.zip", "Count");
    }

    @Test
    void an_archive_with_a_cache_is_not_changed() throws Exception {
        var archive = folder.resolve("count.zip");
        try (OutputStream file = Files.newOutputStream(archive);
                var zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("bootstrap"));
        }
        var before = Files.readAllBytes(archive);

        var ran = Ran.millrace("aot", "--template", template.toString());

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("Count: the archive has an AOT cache already");
        assertThat(Files.readAllBytes(archive)).isEqualTo(before);
    }

    private void assertMistake(String expected, String function) {
        var ran = Ran.millrace("aot", "--template", template.toString(), function);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains(expected).doesNotContain("\tat ");
    }
}
