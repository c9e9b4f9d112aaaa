package dev.millrace.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Runs one function of the running local cloud on one event.
@Command(
        name = "invoke",
        description =
                "Runs one function of the running local cloud on one event, and prints its answer.",
        mixinStandardHelpOptions = true)
final class InvokeCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_:.-]{1,200}");
    private static final Pattern URL = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+/?");

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "FUNCTION",
            description = "Its name in template.yaml, such as BookingExpiry.")
    private String function = "";

    @Parameters(paramLabel = "EVENT.json", description = "The event, such as one of events/.")
    private Path event = Path.of("");

    @Option(
            names = "--endpoint-url",
            description = "A local cloud's HTTP API; the one that runs, if not given.")
    private @Nullable String endpoint;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!NAME.matcher(function).matches()) {
            throw new UserMistake(
                    "'%s' is no function's name: see template.yaml".formatted(function));
        }
        var call =
                HttpRequest.newBuilder(
                                api().resolve("/2015-03-31/functions/" + function + "/invocations"))
                        .POST(HttpRequest.BodyPublishers.ofString(event()))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(call, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 400) throw new UserMistake(message(answer.body()));
            out().println(answer.body());
            out().flush();
            return answer.headers().firstValue("X-Amz-Function-Error").isPresent() ? 1 : 0;
        } catch (java.net.ConnectException nobody) {
            throw new UserMistake(
                    "nothing listens at " + api() + ": start it with ./millrace local");
        }
    }

    private URI api() {
        if (endpoint != null) return url(endpoint);
        return RunningCloud.find()
                .map(RunningCloud::api)
                .orElseThrow(() ->
                        new UserMistake(
                                "no local cloud runs here: start one with ./millrace local"));
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

    private static URI url(String text) {
        if (URL.matcher(text).matches()) return URI.create(text);
        throw new UserMistake("--endpoint-url %s: takes http://ADDRESS:PORT".formatted(text));
    }

    private String message(String body) {
        try {
            return JSON.readTree(body).path("Message").asText(body);
        } catch (JsonProcessingException notOurs) {
            return api() + " is no local cloud";
        }
    }

    private java.io.PrintWriter out() {
        if (spec == null) throw new IllegalStateException("picocli sets it");
        return spec.commandLine().getOut();
    }
}
