package dev.millrace.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.FunctionRole;
import dev.millrace.LambdaPermissions;
import dev.millrace.Permission;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A role grants exactly what is needed for the calls that its function makes in the local cloud,
/// and for what Lambda does with the role.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RolesTest {
    private static final Map<String, Set<Permission>> CALLS = new HashMap<>();

    @BeforeAll
    static void every_call_is_made(@TempDir Path folder) throws IOException {
        var sns = sns();
        var endpoint = "AWS_ENDPOINT_URL_SNS: http://127.0.0.1:" + sns.getAddress().getPort();
        var parameters =
                Map.of(
                        "ReservationHold", "PT2S",
                        "UnknownBookingWait", "PT1S",
                        "NotificationTopic", "arn:aws:sns:eu-central-1:000000000000:topic",
                        "NotificationTopicKey", "arn:aws:kms:eu-central-1:000000000000:key/own");
        try (var cloud =
                new UntriggeredCloud(
                        folder,
                        parameters,
                        template ->
                                template.replaceFirst(
                                        "( +)NOTIFICATION_TOPIC:", "$1" + endpoint + "\n$0"))) {
            AllCalls.make(cloud);
            var permissions = new SdkPermissions(FunctionRole.arns(cloud.cloud()::resource));
            cloud.requests()
                    .forEach((function, requests) ->
                            CALLS.put(
                                    function,
                                    requests.stream().flatMap(permissions::of).collect(toSet())));
        } finally {
            sns.stop(0);
        }
    }

    /// Stands in for SNS, and accepts every publish.
    private static HttpServer sns() throws IOException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = HttpServer.create(loopback, 0);
        var answer = "<PublishResponse><PublishResult/></PublishResponse>".getBytes(UTF_8);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        return server;
    }

    static List<FunctionRole> roles() {
        return FunctionRole.all();
    }

    @ParameterizedTest
    @MethodSource("roles")
    void everything_that_is_needed_is_granted(FunctionRole role) {
        assertThat(asked(role)).allMatch(role::allows);
    }

    @ParameterizedTest
    @MethodSource("roles")
    void without_any_one_grant_something_is_denied(FunctionRole role) {
        assertThat(role.grants())
                .isNotEmpty()
                .allMatch(grant -> !asked(role).stream().allMatch(role.without(grant)::allows));
    }

    @ParameterizedTest
    @MethodSource("roles")
    void no_event_of_another_source_is_granted(FunctionRole role) {
        assertThat(asked(role))
                .filteredOn(permission -> permission.action().equals("events:PutEvents"))
                .extracting(permission -> permission.with("events:source", Set.of("payments")))
                .noneMatch(role::allows);
    }

    private static Set<Permission> asked(FunctionRole role) {
        var calls = Objects.requireNonNull(CALLS.get(role.function()), "it was not called");
        return Stream.of(calls, LambdaPermissions.of(role.function()))
                .flatMap(Set::stream)
                .collect(toSet());
    }
}
