package dev.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.TemplateFile;
import dev.millrace.demo.ServiceClient;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.local.LocalCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the commands of README.md, docs/deploy.md and the greeting in bash, on a local cloud. Fakes
/// replace `aws`, `sam` and `mvn`. They know only the outputs of template.yaml and the environments
/// of samconfig.toml.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReadmeTest {
    private static final String AWS =
            """
            #!/usr/bin/env bash
            set -euo pipefail
            case "$1 $2" in
              'cloudformation describe-stacks')
                [[ "$4" == millrace-dev ]]
                name=${6#*OutputKey==\\'}
                grep "^${name%%\\'*}=" outputs | cut -d= -f2- ;;
              'cognito-idp admin-initiate-auth') echo local:ada:admin ;;
              'cognito-idp admin-'*) ;;
              's3 rm') [[ "$3" == s3://millrace-dev-* ]] ;;
              *) exit 1 ;;
            esac
            """;

    private static final String SAM =
            """
            #!/usr/bin/env bash
            grep "^\\[$3.global.parameters\\]" -A1 samconfig.toml | grep '"millrace-dev"'
            """;

    /// A fake `millrace` for its one command. It calls the local cloud instead of the stack.
    private static final String MILLRACE =
            """
            #!/usr/bin/env bash
            [[ "$*" == 'smoke --stack millrace-dev' ]]
            exec '%s' -Dmillrace.root='%s' -cp '%s' dev.millrace.cli.Millrace \\
              smoke --endpoint-url "$(grep ^ApiUrl= outputs | cut -d= -f2-)"
            """
                    .formatted(
                            ProcessHandle.current().info().command().orElseThrow(),
                            TemplateFile.ROOT,
                            LocalProcess.classPath());

    private static final String NOTHING = "#!/usr/bin/env bash\n";

    @TempDir private Path folder = Path.of("");

    @BeforeAll
    static void skip_without_a_shell() {
        for (var program : List.of("bash", "curl", "openssl")) {
            assumeTrue(isThere(program), program + " is not on this machine");
        }
    }

    @Test
    void the_booking_by_hand_is_settled() throws Exception {
        try (var cloud = cloud("millrace-local")) {
            var said =
                    run(
                            block("README.md", "## Five minutes with it")
                                    .replace("http://127.0.0.1:3000", cloud.api().toString()));

            assertThat(said).contains("\"status\":\"SETTLED\"", "BookingPaid");
        }
    }

    @Test
    void the_greeting_of_the_local_cloud_settles_a_booking() throws Exception {
        try (var cloud = cloud("millrace-local")) {
            var greeting = cloud.greeting().orElseThrow();
            var calls = greeting.lines().map(String::strip).filter(line -> line.startsWith("curl"));

            run(String.join("\n", calls.map(call -> call.replace("curl", "curl -f")).toList()));

            var client =
                    new ServiceClient(
                            cloud.api(), cloud.eventBridge(), cloud.resource("Bus"), Thread::sleep);
            var booking = Ids.of("idempotency-key", "ada", "my-first");
            assertThat(client.await("ada", booking, "SETTLED")).isEqualTo("SETTLED");
        }
    }

    @Test
    void a_deployment_is_tried_and_works() throws Exception {
        try (var cloud = cloud("millrace-dev")) {
            program("aws", AWS);
            program("sam", SAM);
            program("mvn", NOTHING);
            program("millrace", MILLRACE);
            Files.copy(
                    TemplateFile.ROOT.resolve("samconfig.toml"), folder.resolve("samconfig.toml"));
            Files.write(
                    folder.resolve("outputs"),
                    cloud.outputs().entrySet().stream()
                            .map(output -> output.getKey() + "=" + output.getValue())
                            .toList());

            assertThat(run(block("docs/deploy.md", "## A stack to try")))
                    .contains("SETTLED", "CANCELLED", "It works.");
        }
    }

    private static LocalCloud cloud(String stack) {
        return LocalCloud.start(TemplateFile.local().withStack(stack));
    }

    /// The first shell block of a section.
    private static String block(String page, String heading) throws IOException {
        var text = Files.readString(TemplateFile.ROOT.resolve(page));
        var block =
                Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
                        .matcher(text.substring(text.indexOf(heading + "\n")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    /// The output of a script, which must end well within a minute.
    private String run(String script) throws IOException, InterruptedException {
        var file = Files.writeString(folder.resolve("script"), script);
        var said = folder.resolve("said").toFile();
        var builder =
                new ProcessBuilder(List.of("bash", "-euo", "pipefail", file.toString()))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said);
        builder.environment().merge("PATH", folder + ":", (path, here) -> here + path);
        var process = builder.start();
        try {
            var ended = process.waitFor(60, TimeUnit.SECONDS);
            var output = Files.readString(said.toPath());
            assertThat(ended).as(output).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    private void program(String name, String script) throws IOException {
        var file = Files.writeString(folder.resolve(name), script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static boolean isThere(String program) {
        var folders = System.getenv().getOrDefault("PATH", "").split(":");
        return Stream.of(folders).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
