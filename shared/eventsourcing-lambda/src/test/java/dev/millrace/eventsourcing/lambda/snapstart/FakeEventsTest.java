package dev.millrace.eventsourcing.lambda.snapstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.lambda.BusEvent;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.HttpCall;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Command.CloseAccount;
import dev.millrace.eventsourcing.testkit.Account.Command.OpenAccount;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The events of a warm-up, for any service, whatever its paths and entities are called.
@DisplayNameGeneration(ReplaceUnderscores.class)
class FakeEventsTest {
    record Parcel(int weight) {}

    @Test
    void every_parameter_of_a_path_has_the_id() throws IOException {
        var call = call("GET /couriers/{courierId}/parcels/{parcelId}");

        assertThat(call.path("courierId")).isEqualTo("the-id");
        assertThat(call.path("parcelId")).isEqualTo("the-id");
        assertThat(call.event().path("pathParameters")).hasSize(2);
        assertThat(call("POST /parcels").event().path("pathParameters")).isEmpty();
    }

    @Test
    void a_call_has_admin_rights_and_a_request_id() throws IOException {
        var call = call("POST /parcels");

        call.require("admin");
        assertThat(call.clientId()).isNotBlank();
        assertThat(call.requestId()).isEqualTo("the-id");
        assertThat(call.event().path("routeKey").asText()).isEqualTo("POST /parcels");
        assertThat(call.limit(1, 100)).isEqualTo(10);
        assertThat(call.newEntityId("nobody")).isNotBlank();
        assertThat(call.body(Parcel.class)).isEqualTo(new Parcel(3));
    }

    @Test
    void an_event_of_the_bus_has_its_type_and_detail() throws IOException {
        var event =
                BusEvent.read(
                        FakeEvents.event("the-id", "ParcelWeighed", Map.of("weight", 3))
                                .readAllBytes());

        assertThat(event)
                .isEqualTo(new BusEvent("the-id", "ParcelWeighed", null, Map.of("weight", 3)));
    }

    @Test
    void the_commits_of_an_entity_are_a_batch_of_the_journals_stream() throws IOException {
        var aws =
                new FakeAws(
                        new Environment(
                                        Map.of(
                                                "AWS_REGION", "eu-central-1",
                                                "ACCOUNT_EVENTS_TABLE", "Accounts"))
                                .silent());
        var accounts = aws.platform().entities(Account.TYPE);
        accounts.send("a", new OpenAccount("Ada"), new Trace("c1", "test", "cor", null));
        accounts.send("b", new OpenAccount("Bob"), new Trace("c2", "test", "cor", null));
        accounts.send("a", new CloseAccount(), new Trace("c3", "test", "cor", null));

        var records =
                Json.mapper()
                        .readTree(FakeEvents.commits(aws, new EntityRef("Account", "a")))
                        .path("Records");

        assertThat(records)
                .hasSize(2)
                .allMatch(one -> one.path("eventName").asText().equals("INSERT"));
        assertThat(records)
                .extracting(one -> one.at("/dynamodb/Keys").toString())
                .containsExactly(keys(1), keys(2));
        assertThat(records)
                .extracting(one -> one.at("/dynamodb/NewImage/cmd/S").asText())
                .containsExactly("c1", "c3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"statusCode\":404}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"7\"}]}"
            })
    void a_failed_warm_up_throws(String answer) {
        assertThatIllegalStateException()
                .isThrownBy(() -> WarmUp.handle(answering(answer), InputStream.nullInputStream()))
                .withMessageContaining(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"statusCode\":201}", "{\"batchItemFailures\":[]}"})
    void a_successful_warm_up_does_not_throw(String answer) throws IOException {
        WarmUp.handle(answering(answer), InputStream.nullInputStream());
    }

    private static RequestStreamHandler answering(String answer) {
        return (_, output, _) -> output.write(answer.getBytes(UTF_8));
    }

    private static String keys(int seq) {
        return "{\"pk\":{\"S\":\"Account#a\"},\"seq\":{\"N\":\"%s\"}}".formatted(seq);
    }

    private static HttpCall call(String routeKey) throws IOException {
        return new HttpCall(
                Json.mapper().readTree(FakeEvents.call(routeKey, "the-id", "{\"weight\":3}")));
    }
}
