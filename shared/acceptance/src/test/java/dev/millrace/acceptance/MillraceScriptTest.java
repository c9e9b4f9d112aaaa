package dev.millrace.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.TemplateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `millrace` in a small checkout. A fake `mvn` only writes the files of a build, and
/// the environment has no variables but those that a test sets.
@DisplayNameGeneration(ReplaceUnderscores.class)
class MillraceScriptTest {
    private static final String MVN =
            """
            #!/usr/bin/env bash
            [[ ! -f fails ]] || exit 1
            echo built >> builds
            mkdir -p shared/demo/target
            touch library.jar
            printf '%s' "${CLASS_PATH:-$PWD/library.jar}" > shared/demo/target/classpath
            """;

    private static final String JAVA =
            """
            #!/usr/bin/env bash
            printf 'ran with %s\\n' "${@: -1}"
            """;

    private static final List<String> NEW = List.of("./millrace", "new", "../orders");
    private static final String SOURCE = "shared/a/src/main/java/A.java";
    private static final String COMPILED = "shared/a/target/classes/A.class";

    @TempDir private Path folder = Path.of("");
    private Path checkout = Path.of("");

    private record Run(int exitCode, String out, String err) {}

    @BeforeEach
    void a_checkout() throws IOException {
        checkout = folder.resolve("my checkout");
        executable("bin/mvn", MVN);
        executable("jdk/bin/java", JAVA);
        write(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        Files.createDirectories(checkout.resolve("functions"));
        Files.createDirectories(checkout.resolve("bench"));
        write(checkout.resolve("examples/starter/README.md"), "# my-service");
        write(checkout.resolve("pom.xml"), "<project/>");
        write(checkout.resolve(SOURCE), "class A {}");
        Files.copy(TemplateFile.ROOT.resolve("millrace"), checkout.resolve("millrace"));
    }

    @Test
    void it_builds_once() throws Exception {
        assertThat(millrace().out()).isEqualTo("ran with --version\n");
        assertThat(millrace().out()).isEqualTo("ran with --version\n");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void what_Maven_alone_has_built_is_not_built_again_until_a_source_changes() throws Exception {
        assertThat(run(checkout, List.of("mvn"), Map.of()).exitCode()).isZero();
        millrace();
        assertThat(builds()).isEqualTo(1);

        Files.delete(checkout.resolve("shared/demo/target/built-from"));
        touch(SOURCE, Instant.now().plusSeconds(100_000));
        millrace();
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void new_needs_no_more_than_the_archive_of_the_commands_until_a_source_changes()
            throws Exception {
        var archive = "shared/cli/target/millrace-cli-1.0-all.jar";
        write(checkout.resolve(archive), "a jar");
        touch(archive, Instant.now().plusSeconds(100_000));

        assertThat(run(checkout, NEW, Map.of()).out()).isEqualTo("ran with ../orders\n");
        assertThat(checkout.resolve("builds")).doesNotExist();
        millrace();
        assertThat(builds()).isEqualTo(1);

        Files.delete(checkout.resolve("library.jar"));
        touch(SOURCE, Instant.now().plusSeconds(200_000));
        run(checkout, NEW, Map.of());
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void what_new_writes_is_built_too() throws Exception {
        millrace();
        var copy = checkout.resolve("shared/cli/target/classes/starter/README.md");
        write(copy, "# of a file that may be gone");
        write(checkout.resolve("examples/starter/README.md"), "# changed");
        millrace();
        assertThat(builds()).isEqualTo(2);
        assertThat(copy).doesNotExist();
    }

    @Test
    void a_changed_source_is_built_whatever_its_time_and_nothing_else_is() throws Exception {
        millrace();
        touch(SOURCE, Instant.now().plusSeconds(100_000));
        millrace();
        assertThat(builds()).isEqualTo(1);

        write(checkout.resolve(COMPILED), "of before");
        write(checkout.resolve(SOURCE), "class A { int restored; }");
        touch(SOURCE, Instant.EPOCH);
        millrace();
        assertThat(builds()).isEqualTo(2);
        assertThat(checkout.resolve(COMPILED)).doesNotExist();
    }

    @Test
    void a_deleted_source_starts_a_build() throws Exception {
        millrace();
        write(checkout.resolve(COMPILED), "of before");
        Files.delete(checkout.resolve(SOURCE));
        millrace();

        assertThat(builds()).isEqualTo(2);
        assertThat(checkout.resolve(COMPILED)).doesNotExist();
    }

    @Test
    void a_checkout_that_moved_is_built_where_it_is() throws Exception {
        millrace();
        checkout = Files.move(checkout, folder.resolve("moved"));
        millrace();

        assertThat(builds()).isEqualTo(2);
        assertThat(checkout.resolve("shared/demo/target/classpath"))
                .content()
                .isEqualTo(checkout.toRealPath().resolve("library.jar").toString());
    }

    @Test
    void a_deleted_jar_starts_a_build() throws Exception {
        millrace();
        Files.delete(checkout.resolve("library.jar"));
        millrace();

        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void after_a_build_that_failed_what_it_may_have_compiled_is_compiled_again() throws Exception {
        millrace();
        write(checkout.resolve("fails"), "");
        write(checkout.resolve(SOURCE), "class A { int wrong; }");
        assertThat(millrace().err()).contains("the build failed");

        Files.delete(checkout.resolve("fails"));
        write(checkout.resolve(COMPILED), "of the wrong one");
        write(checkout.resolve(SOURCE), "class A {}");
        assertThat(millrace().exitCode()).isZero();
        assertThat(checkout.resolve(COMPILED)).doesNotExist();
    }

    @Test
    void if_it_cannot_write_it_says_what_it_needs() throws Exception {
        write(checkout.resolve("shared/demo"), "no folder");

        assertThat(millrace().err())
                .isEqualTo(
                        "millrace: "
                                + checkout.toRealPath().resolve("shared/demo/target")
                                + " cannot be written, and this checkout must be built: use a copy that belongs to you\n");
    }

    @Test
    void it_is_found_from_anywhere_whatever_CDPATH_says() throws Exception {
        Files.createDirectories(folder.resolve("elsewhere/my checkout"));
        var call = List.of("bash", "-c", "'my checkout/millrace' --version");
        var ran = run(folder, call, Map.of("CDPATH", folder.resolve("elsewhere").toString()));

        assertThat(ran.out()).isEqualTo("ran with --version\n");
    }

    @Test
    void it_runs_in_a_clone_with_the_line_ends_of_Windows() throws Exception {
        assumeTrue(Files.exists(TemplateFile.ROOT.resolve(".git")), "not a clone itself");
        var clone = folder.resolve("clone");
        var cloning =
                List.of(
                        "git",
                        "clone",
                        "-q",
                        "-c",
                        "core.autocrlf=true",
                        TemplateFile.ROOT.toString(),
                        clone.toString());
        assertThat(run(folder, cloning, Map.of()).err()).isEmpty();

        assertThat(run(clone, List.of("./millrace", "--version"), Map.of()).out())
                .isEqualTo("ran with --version\n");
        assertThat(clone.resolve(".ci/run")).content().doesNotContain("\r");
    }

    @Test
    void what_is_typed_and_printed_is_UTF_8_whatever_the_locale() throws Exception {
        for (var locale : List.of("C", "POSIX", "en_US.ISO-8859-1", "no such")) {
            assertThat(ours(locale, "'bei Müller, 49 €'").err())
                    .contains("'bei Müller, 49 €'")
                    .contains("see ./millrace --help");
        }
    }

    @Test
    void what_is_not_UTF_8_is_rejected() throws Exception {
        var ran = ours("C.UTF-8", "$'bei M\\xfcller'");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err())
                .endsWith("millrace: bei M\uFFFDller: is not UTF-8, so nothing was done\n");
    }

    private Run millrace() throws Exception {
        return run(checkout, List.of("./millrace", "--version"), Map.of());
    }

    /// Runs our CLI with an argument, as bash reads it.
    private Run ours(String locale, String argument) throws Exception {
        var environment =
                Map.of(
                        "LC_ALL", locale,
                        "JAVA_HOME", System.getProperty("java.home"),
                        "CLASS_PATH", LocalProcess.classPath());
        Files.writeString(folder.resolve("typed"), "./millrace " + argument);
        return run(checkout, List.of("bash", "../typed"), environment);
    }

    private Run run(Path at, List<String> command, Map<String, String> more) throws Exception {
        var out = folder.resolve("out").toFile();
        var err = folder.resolve("err").toFile();
        var builder =
                new ProcessBuilder(new ArrayList<>(command))
                        .directory(at.toFile())
                        .redirectOutput(out)
                        .redirectError(err);
        var environment = builder.environment();
        environment.clear();
        environment.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        environment.put("JAVA_HOME", folder.resolve("jdk").toString());
        environment.putAll(more);
        var exitCode = builder.start().waitFor();
        return new Run(exitCode, Files.readString(out.toPath()), Files.readString(err.toPath()));
    }

    private long builds() throws IOException {
        try (var lines = Files.lines(checkout.resolve("builds"), UTF_8)) {
            return lines.count();
        }
    }

    private void touch(String file, Instant at) throws IOException {
        Files.setLastModifiedTime(checkout.resolve(file), FileTime.from(at));
    }

    private void executable(String name, String text) throws IOException {
        write(folder.resolve(name), text);
        assertThat(folder.resolve(name).toFile().setExecutable(true)).isTrue();
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
