package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.StubLambda.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The console of a stack, in its own JVM, with the credentials of an operator.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ConsoleOnAwsTest {
    private static final String OLD = "AKIAOLD";
    private static final String NEW = "AKIANEW";

    @TempDir private Path home;

    private final HttpClient browser = HttpClient.newHttpClient();
    private StubSignIn signIn;
    private StubLambda lambda;
    private @Nullable Process console;
    private URI address = URI.create("");

    @BeforeEach
    void stubs() throws IOException {
        signIn = StubSignIn.giving();
        lambda =
                StubLambda.answering(call ->
                        call.accessKey().equals(OLD)
                                ? Answer.rejection(403, "ExpiredTokenException", "t0ken")
                                : Answer.of("{'parked':[],'failedInputs':[],'unreadable':[]}"));
    }

    @AfterEach
    void end() {
        if (console != null) console.destroyForcibly();
        lambda.close();
        signIn.close();
    }

    @Test
    void every_page_names_stack_account_region_and_caller() throws Exception {
        keys(NEW);
        start(Map.of());

        assertThat(get("/"))
                .contains("stack parcels in account 123456789012, eu-west-1")
                .contains("arn:aws:iam::123456789012:user/ada");
    }

    @Test
    void expired_credentials_are_reported_in_one_line_and_renewed_ones_are_used() throws Exception {
        keys(OLD);
        start(Map.of());

        assertThat(get("/view/parked"))
                .contains(
                        "your AWS credentials have expired: renew the credentials of the profile default."
                                + " This page then continues by itself.")
                .doesNotContain("t0ken");
        keys(NEW);

        assertThat(get("/view/parked")).contains("Nothing is parked.");
    }

    @Test
    void expired_credentials_of_the_environment_require_a_new_start() throws Exception {
        start(Map.of("AWS_ACCESS_KEY_ID", OLD, "AWS_SECRET_ACCESS_KEY", "s"));

        assertThat(get("/view/parked"))
                .contains("start the command again with new ones")
                .doesNotContain("by itself");
    }

    private void keys(String accessKey) throws IOException {
        var folder = Files.createDirectories(home.resolve(".aws"));
        Files.writeString(
                folder.resolve("credentials"),
                "[default]%naws_access_key_id = %s%naws_secret_access_key = s%n"
                        .formatted(accessKey));
    }

    private void start(Map<String, String> variables) throws IOException {
        var command = Ran.jvm(home);
        command.addAll(List.of("console", "--stack", "parcels", "--region", "eu-west-1"));
        var builder = new ProcessBuilder(command).redirectError(home.resolve("err").toFile());
        Ran.setUser(builder, home, variables);
        builder.environment().putAll(signIn.variables());
        builder.environment().put("AWS_ENDPOINT_URL_LAMBDA", lambda.url().toString());
        console = builder.start();
        address = URI.create(firstLine(console.inputReader()).replaceFirst("^Console: ", ""));
    }

    private String firstLine(BufferedReader out) throws IOException {
        var line = out.readLine();
        assertThat(line).as(Files.readString(home.resolve("err"))).isNotNull();
        return line;
    }

    private String get(String path) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(address.resolve(path))
                        .header("Millrace-Token", address.getFragment())
                        .build();
        return browser.send(request, BodyHandlers.ofString()).body();
    }
}
