package dev.millrace.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Runs one function on one event.
@Command(
        name = "invoke",
        description = "Runs one function on one event, and prints its answer.",
        mixinStandardHelpOptions = true)
final class InvokeCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_:.-]{1,200}");

    @Spec private @Nullable CommandSpec spec;
    @Mixin private Deployment deployment = new Deployment();

    @Parameters(
            index = "0",
            paramLabel = "FUNCTION",
            description =
                    "Its name in template.yaml, such as BookingExpiry. A stack knows only"
                            + " ProcessOperations and BookingViewRebuild by such a name.")
    private String function = "";

    @Parameters(
            index = "1",
            paramLabel = "EVENT.json",
            description = "The event, such as one of events/.")
    private Path event = Path.of("");

    @Override
    public Integer call() {
        if (!NAME.matcher(function).matches()) {
            throw new UserMistake(
                    "'%s' is no function's name: see template.yaml".formatted(function));
        }
        var answer = deployment.invoke(function, event());
        out().println(answer.payload());
        out().flush();
        return answer.failed() ? 1 : 0;
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

    private java.io.PrintWriter out() {
        if (spec == null) throw new IllegalStateException("picocli sets it");
        return spec.commandLine().getOut();
    }
}
