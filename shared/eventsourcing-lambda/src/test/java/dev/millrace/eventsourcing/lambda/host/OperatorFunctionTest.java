package dev.millrace.eventsourcing.lambda.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.lambda.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How the bytes of an operator's request are read.
@DisplayNameGeneration(ReplaceUnderscores.class)
class OperatorFunctionTest {
    /// Answers the request's fields.
    private static final OperatorFunction ECHO =
            new OperatorFunction() {
                @Override
                Map<String, Object> answer(Request request, Context context) {
                    return request.fields();
                }
            };

    @Test
    void a_request_is_answered_in_json() throws IOException {
        assertThat(ask("{\"reason\": \"bei Müller, 49 €\"}").path("reason").asText())
                .isEqualTo("bei Müller, 49 €");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"entity\": \"a\", \"entity\": \"b\"} | Duplicate field 'entity'",
                "{\"reason\": \"\\ud800\"} | half a character",
                "{\"\\ud800\": 1} | not a JSON object",
                "[] | not a JSON object",
                "null | not a JSON object",
                "{ | not a JSON object"
            })
    void a_malformed_request_is_a_mistake(String request, String why) throws IOException {
        assertThat(ask(request).path("mistake").asText()).contains(why);
    }

    /// A defect is not a mistake of the operator: Lambda must count and log it.
    @Test
    void a_failure_while_the_request_is_carried_out_is_thrown() {
        var broken =
                new OperatorFunction() {
                    @Override
                    Map<String, Object> answer(Request request, Context context) {
                        throw new IllegalArgumentException("newer code wrote it");
                    }
                };

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ask(broken, "{}"))
                .withMessage("newer code wrote it");
    }

    private static JsonNode ask(String request) throws IOException {
        return ask(ECHO, request);
    }

    private static JsonNode ask(OperatorFunction function, String request) throws IOException {
        var answer = new ByteArrayOutputStream();
        function.handleRequest(
                new ByteArrayInputStream(request.getBytes(UTF_8)), answer, TestContext.inTime());
        return Json.read(answer.toString(UTF_8), JsonNode.class);
    }
}
