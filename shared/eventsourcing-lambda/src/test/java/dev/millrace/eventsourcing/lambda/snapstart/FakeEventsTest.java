package dev.millrace.eventsourcing.lambda.snapstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.lambda.BusEvent;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.HttpCall;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Command.CloseAccount;
import dev.millrace.eventsourcing.testkit.Account.Command.OpenAccount;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What a warm-up hands to a function: of any service, whatever its paths and entities are called.
@DisplayNameGeneration(ReplaceUnderscores.class)
class FakeEventsTest {
    record Parcel(int weight) {}

    @Test
    void every_parameter_of_a_path_has_the_id() {
        var call = call("GET /couriers/{courierId}/parcels/{parcelId}");

        assertThat(call.path("courierId")).isEqualTo("the-id");
        assertThat(call.path("parcelId")).isEqualTo("the-id");
        assertThat(call.event().path("pathParameters")).hasSize(2);
        assertThat(call("POST /parcels").event().path("pathParameters")).isEmpty();
    }

    @Test
    void a_call_may_do_everything_and_names_its_request() {
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
    void the_commits_of_an_entity_are_a_batch_of_the_journals_stream() {
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

        var records = FakeEvents.commits(aws, new EntityRef("Account", "a")).getRecords();

        assertThat(records).hasSize(2).allMatch(one -> one.getEventName().equals("INSERT"));
        assertThat(records)
                .extracting(one -> one.getDynamodb().getKeys())
                .containsExactly(keys("1"), keys("2"));
        assertThat(records)
                .extracting(one -> one.getDynamodb().getNewImage().get("cmd"))
                .containsExactly(
                        new AttributeValue().withS("c1"), new AttributeValue().withS("c3"));
    }

    @Test
    void a_warm_up_that_did_not_succeed_says_so() {
        WarmUp.check(new StreamsEventResponse(List.of()));

        assertThatIllegalStateException()
                .isThrownBy(() ->
                        WarmUp.check(new StreamsEventResponse(List.of(new BatchItemFailure("7")))))
                .withMessageContaining("7");
    }

    private static Map<String, AttributeValue> keys(String seq) {
        return Map.of(
                "pk", new AttributeValue().withS("Account#a"),
                "seq", new AttributeValue().withN(seq));
    }

    private static HttpCall call(String routeKey) {
        return new HttpCall(FakeEvents.call(routeKey, "the-id", "{\"weight\":3}"));
    }
}
