package dev.millrace.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sts.StsClient;

/// The service that a command works on: the local cloud on this machine, a local cloud at an
/// address, or a stack on AWS. In each case, functions are called through Lambda's Invoke, and
/// outputs are read from CloudFormation. A command declares it as a picocli `@Mixin`.
public final class Deployment {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern STACK = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,127}");
    private static final int ACCOUNT_IN_ARN = 4;
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");

    /// A function's answer, or its error, unparsed.
    record Answer(String payload, boolean failed) {}

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description = "The HTTP API of a local cloud. Default: the local cloud that runs here.")
    private @Nullable String endpoint;

    @Option(
            names = "--stack",
            paramLabel = "NAME",
            description = "A stack on AWS. Uses the credentials that the AWS CLI would use.")
    private @Nullable String stack;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "The stack's region. Default: the configured region.")
    private @Nullable String region;

    private @Nullable Target target;

    /// The service's name and the clients that reach it.
    ///
    /// @param stack the name of the stack; a local cloud ignores it
    private record Target(
            String stack, AwsConnection connection, LambdaClient lambda, InvokeFailure failure) {
        static Target of(String stack, AwsConnection connection, InvokeFailure failure) {
            return new Target(stack, connection, LambdaClients.at(connection), failure);
        }
    }

    /// Whether the service is a stack on AWS.
    public boolean isOnAws() {
        return stack != null;
    }

    /// A client of another AWS service, for the same deployment.
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return target().connection().client(builder);
    }

    /// The operator: the caller's ARN on AWS, and the user name of this machine otherwise.
    ///
    /// @throws UserMistake if AWS does not return it
    public String caller() {
        if (!isOnAws()) return System.getProperty("user.name");
        try (var sts = client(StsClient.builder())) {
            return sts.getCallerIdentity().arn();
        } catch (SdkException failed) {
            var mistake = target().connection().credentialsMistake(failed);
            if (mistake != null) throw mistake;
            throw new UserMistake(
                    "AWS does not return your identity: " + InvokeFailure.message(failed));
        }
    }

    /// A title for people: the local cloud with its address, or the stack with its account and
    /// region.
    ///
    /// @param caller as [#caller] returns it
    String title(String caller) {
        if (stack == null) return "local cloud at " + target().connection().endpoint();
        var account = caller.split(":", -1)[ACCOUNT_IN_ARN];
        var region = target().connection().region().id();
        return "stack %s in account %s, %s".formatted(stack, account, region);
    }

    /// The lag of its readers.
    Readers readers(CallBudget budget, InstantSource clock) {
        return stack == null
                ? Readers.NONE
                : new StreamMetrics(client(CloudWatchClient.builder()), stack, budget, clock);
    }

    /// The outputs of the template, by name.
    ///
    /// @throws UserMistake if they cannot be read
    public Map<String, String> outputs() {
        var name = target().stack();
        try (var cloudFormation = client(CloudFormationClient.builder())) {
            return cloudFormation.describeStacks(which -> which.stackName(name)).stacks().stream()
                    .flatMap(one -> one.outputs().stream())
                    .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
        } catch (SdkException failed) {
            throw new UserMistake(
                    "the outputs of %s cannot be read: %s"
                            .formatted(name, InvokeFailure.message(failed)));
        }
    }

    /// Calls a function of the service by its name in the template.
    ///
    /// @return the JSON object that it answered
    /// @throws UserMistake if it cannot be called, if it fails, or if it answers with a mistake of
    ///   the user
    JsonNode call(String function, ObjectNode request) {
        var answer = invoke(function, request.toString());
        var json = parse(answer.payload());
        if (answer.failed()) {
            throw new UserMistake(
                    "%s failed: %s"
                            .formatted(
                                    function,
                                    Printable.line(
                                            json.path("errorMessage").asText("see its log"))));
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
            var mistake = target.connection().credentialsMistake(failed);
            throw mistake == null ? new UserMistake(target.failure().of(name, failed)) : mistake;
        }
    }

    /// The options to append to a command that is suggested to the user.
    public String options() {
        return option("--endpoint-url", endpoint)
                + option("--stack", stack)
                + option("--region", region);
    }

    private static String option(String name, @Nullable String value) {
        return value == null ? "" : " %s %s".formatted(name, Printable.word(value));
    }

    /// The local cloud whose HTTP API is at this address.
    static Deployment of(URI api) {
        var local = new Deployment();
        local.endpoint = api.toString();
        return local;
    }

    private synchronized Target target() {
        if (target == null) target = stack == null ? local() : onAws(stack);
        return target;
    }

    private Target onAws(String name) {
        if (endpoint != null) throw wrong("--endpoint-url and --stack exclude each other");
        if (!STACK.matcher(name).matches()) {
            throw wrong("--stack %s: is not a stack name".formatted(name));
        }
        if (region != null && !REGION.matcher(region).matches()) {
            throw wrong("--region %s: is not a region, such as eu-central-1".formatted(region));
        }
        var settings = AwsSettings.read();
        var at = settings.region(region);
        return Target.of(
                name, AwsConnection.onAws(settings, at), new InvokeFailure.OnAws(name, at.id()));
    }

    private Target local() {
        if (region != null) throw wrong("--region needs --stack");
        var api = endpoint == null ? running() : Endpoint.parse(endpoint);
        return Target.of("local", AwsConnection.local(api), new InvokeFailure.Local(api));
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
