package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NewCommandTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void a_service_is_written_under_its_package_and_name() throws IOException {
        var project = folder.resolve("my parcels");

        var ran = ran(project, "com.acme.parcels", "--name", "acme-parcels");

        assertThat(ran.exitCode()).as("%s", ran).isZero();
        assertThat(ran.out()).contains("mvn verify", "./millrace local");
        assertThat(project.resolve("pom.xml"))
                .content()
                .contains("<groupId>com.acme.parcels</groupId>")
                .contains("<artifactId>acme-parcels</artifactId>");
        assertThat(project.resolve("template.yaml"))
                .content()
                .contains("Handler: com.acme.parcels.OrderApi", "BUS_SOURCE: acme-parcels");
        assertThat(project.resolve("src/main/java/com/acme/parcels/Order.java"))
                .content()
                .startsWith("package com.acme.parcels;");
        assertThat(project.resolve("millrace")).isExecutable();
        for (var file : files(project)) {
            assertThat(file.toString()).doesNotContain("com/example", "target", "my-service");
            assertThat(file).content().doesNotContain("com.example", "my-service");
        }
    }

    /// The command writes the project that the build tests, file for file.
    @Test
    void every_file_of_the_starter_is_written() throws IOException {
        var project = folder.resolve("new");
        var starter = Path.of("../../examples/starter");

        assertThat(ran(project, "com.example.service", "--name=my-service").exitCode()).isZero();

        var kept =
                files(starter).stream()
                        .filter(file -> !file.startsWith(starter.resolve("target")))
                        .filter(file -> !file.startsWith(starter.resolve(".millrace")))
                        .toList();
        assertThat(files(project)).hasSameSizeAs(kept);
        for (var file : kept) {
            var path = starter.relativize(file).toString();
            assertThat(project.resolve(path.equals("gitignore") ? ".gitignore" : path))
                    .hasSameTextualContentAs(file);
        }
        assertThat(project.resolve("pom.xml"))
                .content()
                .contains("<millrace.version>%s<".formatted(System.getProperty("version")));
    }

    @Test
    void a_folder_that_cannot_be_written_is_reported_in_one_line() throws IOException {
        var file = Files.createFile(folder.resolve("file"));

        var ran = ran(file.resolve("new"), "com.acme.parcels");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines()).singleElement().asString().contains("cannot write", "file");
        assertThat(ran.err()).doesNotContain("Exception");
    }

    @Test
    void a_misspelt_command_or_option_gets_a_suggestion() {
        assertThat(Ran.millrace("tracee").err()).contains("is it trace?");
        assertThat(Ran.millrace("local", "--templat", "x").err()).contains("is it --template?");
    }

    @Test
    void the_default_name_is_the_last_part_of_the_package_and_the_folder_may_be_empty() {
        assertThat(ran(folder, "com.acme.parcels").exitCode()).isZero();

        assertThat(folder.resolve("README.md")).content().startsWith("# parcels\n");
    }

    @Test
    void a_folder_that_is_not_empty_is_not_changed() throws IOException {
        Files.writeString(folder.resolve("thesis.txt"), "mine");

        var ran = ran(folder, "com.acme.parcels");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("is not empty").hasLineCount(1);
        assertThat(files(folder)).hasSize(1);
        assertThat(ran(folder.resolve("thesis.txt"), "com.acme.parcels").err())
                .contains("is not empty")
                .hasLineCount(1);
    }

    @Test
    void a_folder_with_a_colon_is_rejected() {
        var ran = ran(folder.resolve("a:b"), "com.acme.parcels");

        assertThat(ran.err()).contains("a Java class path cannot contain a colon").hasLineCount(1);
        assertThat(folder.resolve("a:b")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "com.acme.new, parcels, --package com.acme.new: is not a package name",
        "com..acme, parcels, --package com..acme: is not a package name",
        "com.acme-parcels, parcels, --package com.acme-parcels: is not a package name",
        "java.parcels, parcels, --package java.parcels: is not a package name",
        "com.acme.Parcels, , 'Parcels: a name has lower-case letters, digits and -'",
        "com.acme, my parcels, 'my parcels: a name has lower-case letters, digits and -'",
    })
    void an_invalid_package_or_name_is_rejected(String javaPackage, String name, String error) {
        var target = folder.resolve("new");

        var ran =
                name == null ? ran(target, javaPackage) : ran(target, javaPackage, "--name", name);

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains(error).hasLineCount(1);
        assertThat(target).doesNotExist();
    }

    private static Ran ran(Path project, String javaPackage, String... more) {
        var arguments = new String[more.length + 4];
        arguments[0] = "new";
        arguments[1] = project.toString();
        arguments[2] = "--package";
        arguments[3] = javaPackage;
        System.arraycopy(more, 0, arguments, 4, more.length);
        return Ran.millrace(arguments);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
