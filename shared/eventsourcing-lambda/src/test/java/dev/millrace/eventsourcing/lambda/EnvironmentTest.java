package dev.millrace.eventsourcing.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// A function that lacks a variable names it at its start.
@DisplayNameGeneration(ReplaceUnderscores.class)
class EnvironmentTest {
    private final Environment environment =
            new Environment(Map.of("TABLE", "Events", "EMPTY", "", "HOLD", "PT6H", "LONG", "6h"));

    @Test
    void a_variable_is_read() {
        assertThat(environment.required("TABLE")).isEqualTo("Events");
        assertThat(environment.orNull("TABLE")).isEqualTo("Events");
        assertThat(environment.duration("HOLD")).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void an_empty_variable_counts_as_not_set() {
        assertThat(environment.orNull("EMPTY")).isNull();
        assertThat(environment.orNull("NONE")).isNull();
        assertThatIllegalStateException()
                .isThrownBy(() -> environment.required("EMPTY"))
                .withMessageContaining("EMPTY is not set");
    }

    @Test
    void a_missing_variable_is_named() {
        assertThatIllegalStateException()
                .isThrownBy(() -> environment.required("BOOKING_EVENTS_TABLE"))
                .withMessageContaining("BOOKING_EVENTS_TABLE is not set")
                .withMessageContaining("template.yaml");
        assertThatIllegalStateException()
                .isThrownBy(() -> environment.duration("NONE"))
                .withMessageContaining("NONE is not set");
    }

    @Test
    void a_malformed_duration_is_named_with_its_value() {
        assertThatIllegalStateException()
                .isThrownBy(() -> environment.duration("LONG"))
                .withMessage("LONG=6h is no ISO-8601 duration such as PT6H");
    }

    @Test
    void a_client_uses_the_endpoint_of_the_environment_and_needs_a_region() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new AwsClients(environment).dynamoDb())
                .withMessageContaining("AWS_REGION is not set");
        assertThatNoException().isThrownBy(() -> client("").close());

        try (var client = client("http://127.0.0.1:8000")) {
            assertThat(client.serviceClientConfiguration().endpointOverride())
                    .hasValueSatisfying(endpoint -> assertThat(endpoint).hasPort(8000));
        }
    }

    private static software.amazon.awssdk.services.dynamodb.DynamoDbClient client(String endpoint) {
        var variables = Map.of("AWS_REGION", "eu-west-1", "AWS_ENDPOINT_URL_DYNAMODB", endpoint);
        return new AwsClients(new Environment(variables)).dynamoDb();
    }
}
