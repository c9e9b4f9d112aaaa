package dev.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ApiCall;
import dev.millrace.local.SdkSettings;
import dev.millrace.localstack.LocalStack;
import java.net.URI;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/// Checks that the end-to-end tests of this run are on LocalStack. On the embedded backend they
/// would also pass, and prove nothing about LocalStack.
@Tag("end-to-end")
@Tag("localstack")
@DisplayNameGeneration(ReplaceUnderscores.class)
class LocalStackTest {
    @RegisterExtension static final Service SERVICE = Service.withHoldsOf("PT6H");

    private final URI localStack = URI.create(System.getProperty(LocalStack.URL, ""));

    @Test
    void the_service_stores_its_items_there() {
        SERVICE.client().putConcert("there", "49.90", 1);

        try (var dynamoDb =
                DynamoDbClient.builder()
                        .endpointOverride(localStack)
                        .httpClientBuilder(SdkSettings.direct())
                        .build()) {
            var seats = SERVICE.cloud().resource("SeatsTable");
            assertThat(dynamoDb.scan(scan -> scan.tableName(seats)).items()).isNotEmpty();
        }
    }

    @Test
    void the_templates_rules_are_on_its_bus() {
        try (var events =
                EventBridgeClient.builder()
                        .endpointOverride(localStack)
                        .httpClientBuilder(SdkSettings.direct())
                        .build()) {
            var bus = SERVICE.cloud().resource("Bus");
            assertThat(events.listRules(list -> list.eventBusName(bus)).rules())
                    .extracting(rule -> rule.name())
                    .contains("PaymentProcessPaymentReceived");
        }
    }

    @Test
    void there_is_no_embedded_bus() {
        var putEvents =
                ApiCall.to("POST /").header("X-Amz-Target", "AWSEvents.PutEvents").json("{}");

        assertThat(putEvents.send(SERVICE.cloud().api()).status()).isEqualTo(404);
    }
}
