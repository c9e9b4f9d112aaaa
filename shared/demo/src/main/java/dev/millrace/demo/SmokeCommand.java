package dev.millrace.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.cli.CliCommand;
import dev.millrace.cli.Deployment;
import dev.millrace.cli.Millrace;
import dev.millrace.cli.ServiceCommand;
import dev.millrace.cli.UserMistake;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Runtime;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/// Checks a deployed service, as its clients use it.
@Command(
        name = "smoke",
        description = {
            "Checks a deployed service: no route answers without a token, one booking is paid and settled, another one is cancelled.",
            "The variable MILLRACE_TOKEN must be the access token of a user in the group admin. A local cloud needs none.",
            "It leaves a concert of its own with one sold seat, and two bookings of this user."
        },
        mixinStandardHelpOptions = true)
public final class SmokeCommand extends CliCommand implements ServiceCommand {
    private static final String TOKEN = "MILLRACE_TOKEN";
    private static final String LOCAL = "local:";
    private static final String PRICE = "1.00";

    /// A new stack begins to read its streams after a minute or two.
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    @Mixin private Deployment deployment = new Deployment();

    private final String token;
    private final Runtime runtime;

    public SmokeCommand() {
        this(System.getenv(), Runtime.system());
    }

    SmokeCommand(Map<String, String> environment, Runtime runtime) {
        this.token = environment.getOrDefault(TOKEN, "");
        this.runtime = runtime;
    }

    @Override
    public Integer call() {
        var outputs = deployment.outputs();
        var api = URI.create(output(outputs, "ApiUrl"));
        var admin = admin();
        var client = clientId(admin);
        say("Trying %s as %s:".formatted(api, client));
        try (var eventBridge = deployment.client(EventBridgeClient.builder())) {
            var routes =
                    new Routes(api).rejectWithoutToken(Millrace.root().resolve("openapi.yaml"));
            say("  all %s routes reject a call without a token".formatted(routes));
            var pause = deployment.isOnAws() ? Duration.ofSeconds(1) : Duration.ofMillis(50);
            play(
                    new ServiceClient(
                            api,
                            new ServiceClient.Payments(eventBridge, output(outputs, "BusName")),
                            _ -> admin,
                            new ServiceClient.Polling(TIMEOUT, pause, runtime.sleeper())),
                    client);
        } catch (ServiceClient.Unexpected | SdkException | IOException failed) {
            throw new UserMistake("it does not work: " + failed.getMessage());
        }
        say("It works.");
        return 0;
    }

    private void play(ServiceClient service, String client) {
        var concert = "smoke-" + Ids.of(Long.toString(runtime.random().nextLong()));
        service.putConcert(concert, PRICE, 2);
        say("  concert %s is on sale".formatted(concert));
        var paid = service.book(client, concert, 1);
        await(service, client, paid, "CONFIRMED");
        service.pay(client, concert, paid, PRICE);
        await(service, client, paid, "SETTLED");
        say("  booking %s was confirmed, paid, and is SETTLED".formatted(paid));
        var cancelled = service.book(client, concert, 2);
        await(service, client, cancelled, "CONFIRMED");
        service.cancel(client, cancelled, "smoke");
        await(service, client, cancelled, "CANCELLED");
        say("  booking %s was confirmed, and is CANCELLED".formatted(cancelled));
    }

    private void await(ServiceClient service, String client, String booking, String expected) {
        var status = service.await(client, booking, expected);
        if (status.equals(expected)) return;
        throw new UserMistake(
                "booking %s is %s after %s minutes, not %s: ./millrace trace %s%s says why"
                        .formatted(
                                booking,
                                status,
                                TIMEOUT.toMinutes(),
                                expected,
                                booking,
                                deployment.options()));
    }

    private String admin() {
        if (!deployment.isOnAws()) return LOCAL + "smoke:admin";
        if (!token.isEmpty()) return token;
        throw new UserMistake(
                "set %s to the access token of a user in the group admin: docs/deploy.md explains how to get one"
                        .formatted(TOKEN));
    }

    /// The client that the token belongs to. Only the service checks the signature.
    private static String clientId(String token) {
        if (token.startsWith(LOCAL)) return token.split(":", -1)[1];
        var parts = token.split("\\.", -1);
        var subject = parts.length == 3 ? claims(parts[1]).path("sub").asText() : "";
        if (!subject.isEmpty()) return subject;
        throw new UserMistake(
                "%s is not a user's token, which is a JWT with the claim sub".formatted(TOKEN));
    }

    private static JsonNode claims(String part) {
        var json = new JsonMapper();
        try {
            var text = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
            return json.readTree(text);
        } catch (IllegalArgumentException | JsonProcessingException broken) {
            return json.missingNode();
        }
    }

    private static String output(Map<String, String> outputs, String name) {
        @Nullable String value = outputs.get(name);
        if (value != null) return value;
        throw new UserMistake(
                "the stack has no output %s: was it made from this template?".formatted(name));
    }

    private void say(String line) {
        out().println(line);
        out().flush();
    }
}
