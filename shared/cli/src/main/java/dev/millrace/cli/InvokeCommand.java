package dev.millrace.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.cli.Deployment.Answer;
import dev.millrace.local.LocalCloud;
import dev.millrace.local.LocalCloudOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs one function on one event.
@Command(
        name = "invoke",
        description = "Runs one function on one event, and prints its answer.",
        mixinStandardHelpOptions = true)
final class InvokeCommand extends CliCommand {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_:.-]{1,200}");

    @Mixin private Deployment deployment = new Deployment();

    @Option(
            names = "--template",
            paramLabel = "FILE",
            description =
                    "A SAM template to run for this one event, with empty tables. No running service is called then.")
    private @Nullable Path template;

    @Parameters(
            index = "0",
            paramLabel = "FUNCTION",
            description =
                    "Its name in the template. On a stack, the template must set its FunctionName to"
                            + " <stack>-<name>.")
    private String function = "";

    @Parameters(
            index = "1",
            paramLabel = "EVENT.json",
            description = "The event, such as a file of events/.")
    private Path event = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        if (!NAME.matcher(function).matches()) {
            throw new UserMistake(
                    "'%s' is not a function name: see the template".formatted(function));
        }
        var answer =
                template == null ? deployment.invoke(function, event()) : alone(template, event());
        out().println(answer.payload());
        out().flush();
        return answer.failed() ? 1 : 0;
    }

    /// Runs the function on its own local cloud. The functions' logs go to stderr, so that stdout
    /// contains only the answer.
    private Answer alone(Path template, String event) throws InterruptedException {
        for (var option : List.of("--stack", "--endpoint-url", "--region")) {
            if (spec().commandLine().getParseResult().hasMatchedOption(option)) {
                throw wrongUse(option + " cannot be used with --template");
            }
        }
        out(); // binds to stdout before it is replaced
        var before = System.out;
        System.setOut(System.err);
        try (var cloud = LocalCloud.start(LocalCloudOptions.of(template))) {
            if (!cloud.hasFunction(function)) {
                throw new UserMistake("%s has no function %s".formatted(template, function));
            }
            var outcome = cloud.invoke(function, event);
            return new Answer(outcome.payload(), outcome.failed());
        } finally {
            System.setOut(before);
        }
    }

    private String event() {
        try {
            var text = Files.readString(event);
            JSON.readTree(text);
            return text;
        } catch (JsonProcessingException broken) {
            throw new UserMistake(event + " is not JSON: " + broken.getOriginalMessage());
        } catch (IOException unreadable) {
            throw new UserMistake("cannot read " + event + ": is the path right?");
        }
    }
}
