package dev.millrace.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;

/// The service that a command works on: the local cloud that runs here, one at an address, or a
/// stack on AWS. Whichever it is, its functions are called through Lambda's Invoke.
final class Deployment {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern STACK = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,127}");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");

    /// What a function answered, or how it failed, as it came.
    record Answer(String payload, boolean failed) {}

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description = "A local cloud's HTTP API; the one that runs here, if nothing is given.")
    private @Nullable String endpoint;

    @Option(
            names = "--stack",
            paramLabel = "NAME",
            description = "A stack on AWS, with the credentials that the AWS CLI would use.")
    private @Nullable String stack;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "The stack's region; the configured one otherwise.")
    private @Nullable String region;

    private @Nullable Target target;

    /// Where it is, and how to reach it.
    private record Target(LambdaClient lambda, InvokeFailure failure) {}

    /// Calls a function of ours, by its name in template.yaml.
    ///
    /// @return the object it answered
    /// @throws UserMistake where it cannot be called, where it failed, and where it says what the
    ///   user got wrong
    JsonNode call(String function, ObjectNode request) {
        var answer = invoke(function, request.toString());
        var json = parse(answer.payload());
        if (answer.failed()) {
            throw new UserMistake(
                    "%s failed: %s"
                            .formatted(
                                    function,
                                    Printable.line(
                                            json.path("errorMessage").asText("its log says why"))));
        }
        if (json.has("mistake")) {
            throw new UserMistake(Printable.line(json.path("mistake").asText()));
        }
        if (!json.isObject()) {
            throw new UserMistake(
                    "%s did not answer a JSON object: %s"
                            .formatted(function, target().failure().doubt()));
        }
        return json;
    }

    Answer invoke(String function, String payload) {
        var target = target();
        var name = stack == null ? function : stack + "-" + function;
        try {
            var answer =
                    target.lambda()
                            .invoke(call ->
                                    call.functionName(name)
                                            .payload(SdkBytes.fromUtf8String(payload)));
            return new Answer(answer.payload().asUtf8String(), answer.functionError() != null);
        } catch (SdkException failed) {
            throw new UserMistake(target.failure().of(name, failed));
        }
    }

    /// What to add to a command that the user is told to run next.
    String options() {
        return option("--endpoint-url", endpoint)
                + option("--stack", stack)
                + option("--region", region);
    }

    private static String option(String name, @Nullable String value) {
        return value == null ? "" : " %s %s".formatted(name, Printable.word(value));
    }

    private synchronized Target target() {
        if (target == null) target = stack == null ? local() : onAws(stack);
        return target;
    }

    private Target onAws(String name) {
        if (endpoint != null) throw wrong("--endpoint-url and --stack exclude each other");
        if (!STACK.matcher(name).matches()) {
            throw wrong("--stack %s: no stack's name".formatted(name));
        }
        if (region != null && !REGION.matcher(region).matches()) {
            throw wrong("--region %s: takes one such as eu-central-1".formatted(region));
        }
        var settings = AwsSettings.read();
        var at = settings.region(region);
        return new Target(
                LambdaClients.onAws(settings, at), new InvokeFailure.OnAws(name, at.id()));
    }

    private Target local() {
        if (region != null) throw wrong("--region is for --stack");
        var api = endpoint == null ? running() : Endpoint.parse(endpoint);
        return new Target(LambdaClients.at(api), new InvokeFailure.Local(api));
    }

    private static URI running() {
        return RunningCloud.find()
                .map(RunningCloud::api)
                .orElseThrow(() ->
                        new UserMistake(
                                "no local cloud runs here: start one with ./millrace local, or name a stack with --stack"));
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            return JSON.missingNode();
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(CliCommand.injected(command).commandLine(), message);
    }
}
