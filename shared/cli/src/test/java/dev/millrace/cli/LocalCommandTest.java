package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./millrace local` on templates of a small service.
@DisplayNameGeneration(ReplaceUnderscores.class)
class LocalCommandTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void a_template_of_one_table_runs_and_prints_its_addresses_and_what_is_not_checked()
            throws Exception {
        var last = "IAM policies are not checked";
        try (var local = Running.local(folder, service().tableOnly(), last)) {
            assertThat(local.api().getPort()).isPositive();
        }
    }

    @Test
    void functions_come_from_CodeUri_and_the_greeting_from_the_template() throws Exception {
        var greeting = "Count with millrace-local-Count.";
        try (var local = Running.local(folder, service().built(), greeting)) {
            var event = service().event("{\"by\":2}").toString();
            var ran = Ran.on(local.api(), "invoke", "Count", event);

            assertThat(ran.exitCode()).as("%s", ran).isZero();
            assertThat(ran.out()).contains("\"count\":2", "\"name\":\"millrace-local-Counts\"");
        }
    }

    @Test
    void an_archive_that_is_not_built_is_reported_in_one_line() throws Exception {
        var ran = Ran.millrace("local", "--template", service().template().toString());

        assertOneLine(ran, "build it first (mvn package); looked for " + folder);
    }

    @Test
    void a_missing_template_is_reported_in_one_line() {
        var ran = Ran.millrace("local", "--template", folder.resolve("none.yaml").toString());

        assertOneLine(ran, "none.yaml: cannot be read; give the path of a SAM template");
    }

    @Test
    void a_port_that_is_taken_is_reported_in_one_line() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = "" + taken.getLocalPort();
            var template = service().tableOnly().toString();

            assertOneLine(
                    Ran.millrace("local", "--template", template, "--port", port),
                    "port " + port + ": is in use");
        }
    }

    private CounterService service() {
        return new CounterService(folder);
    }

    private static void assertOneLine(Ran ran, String said) {
        assertThat(ran.exitCode()).as("%s", ran).isEqualTo(1);
        assertThat(ran.err()).startsWith("millrace: ").contains(said);
        assertThat(ran.err().lines()).hasSize(1);
    }

    /// The command in its own JVM, because it runs until it is stopped.
    private record Running(Process process, String said) implements AutoCloseable {
        private static final Pattern API = Pattern.compile("HTTP API and bus +(\\S+)");

        /// @param last a text of the last line to wait for
        static Running local(Path root, Path template, String last) throws IOException {
            var command = Ran.jvm(root);
            command.addAll(List.of("local", "--port", "0", "--dynamodb-port", "0"));
            command.addAll(List.of("--template", template.toString()));
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = process.inputReader();
            var said = new StringBuilder();
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                said.append(line).append('\n');
                if (line.contains(last)) return new Running(process, said.toString());
            }
            throw new AssertionError(said);
        }

        URI api() {
            var listens = API.matcher(said);
            assertThat(listens.find()).isTrue();
            return URI.create(listens.group(1));
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
