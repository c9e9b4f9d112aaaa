package dev.millrace.eventsourcing.lambda.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.eventsourcing.lambda.host.Request.Mistake;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// An operator's request is read strictly.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RequestTest {
    private static final Map<String, List<String>> OPERATIONS =
            Map.of("skip", List.of("process", "what"), "size", List.of());

    @Test
    void an_operation_may_have_the_fields_that_it_takes_or_fewer() {
        assertThat(operation("operation", "skip", "process", "p", "what", "w")).isEqualTo("skip");
        assertThat(operation("operation", "skip")).isEqualTo("skip");
        assertThat(operation("operation", "size")).isEqualTo("size");
    }

    @Test
    void an_unknown_operation_is_a_mistake_that_lists_the_known_ones() {
        for (var wrong : Arrays.asList("skipp", "", null, 7, List.of("skip"))) {
            assertThat(mistake(() -> operation("operation", wrong)))
                    .startsWith("\"operation\" is ")
                    .contains("it is one of ", "skip", "size");
        }
        assertThat(mistake(() -> Request.of(null).operation(OPERATIONS)))
                .startsWith("\"operation\" is missing");
    }

    @Test
    void a_field_that_the_operation_does_not_take_is_a_mistake_even_if_another_takes_it() {
        assertThat(mistake(() -> operation("operation", "skip", "proces", "p")))
                .startsWith("\"skip\" takes no \"proces\": it takes ")
                .endsWith("process, what");
        assertThat(mistake(() -> operation("operation", "size", "process", "p")))
                .startsWith("\"size\" takes no \"process\"");
    }

    @Test
    void a_text_that_is_missing_blank_or_not_text_is_a_mistake() {
        for (var wrong : Arrays.asList(null, "", "  ", 7, List.of())) {
            assertThat(mistake(() -> request("what", wrong).text("what")))
                    .isEqualTo("what is missing, or no text");
            assertThat(request("what", wrong).textOrNull("what")).isNull();
        }
        assertThat(request("what", "w").text("what")).isEqualTo("w");
    }

    @Test
    void a_number_is_whole_and_between_its_bounds() {
        assertThat(request("n", 1).number("n", 1, 3)).isEqualTo(1);
        assertThat(request("n", 3).number("n", 1, 3)).isEqualTo(3);
        for (var wrong : Arrays.asList(null, 0, 4, "2", 2.0, 2L, true)) {
            assertThat(mistake(() -> request("n", wrong).number("n", 1, 3)))
                    .startsWith("\"n\" is ")
                    .endsWith("it is a whole number from 1 to 3");
        }
    }

    /// Anybody who may invoke the function may send a request.
    @Test
    void a_long_value_is_shortened() {
        assertThat(mistake(() -> operation("operation", "x".repeat(100_000))))
                .hasSizeLessThan(200)
                .contains("xxx…");
        assertThat(mistake(() -> operation("operation", "\ud800"))).doesNotContain("\ud800");
    }

    @Test
    void only_texts_are_logged() {
        assertThat(
                        request("operation", "skip", "n", 7, "what", "w")
                                .texts(List.of("operation", "n", "other")))
                .containsExactly(Map.entry("operation", "skip"));
    }

    @Test
    void a_mistake_is_answered_as_one_sentence() {
        assertThat(new Mistake("say so").answer()).isEqualTo(Map.of("mistake", "say so"));
    }

    private static String operation(@Nullable Object... fields) {
        return request(fields).operation(OPERATIONS);
    }

    private static Request request(@Nullable Object... fields) {
        var event = new HashMap<String, Object>();
        for (var n = 0; n < fields.length; n += 2) {
            if (fields[n + 1] != null) event.put(String.valueOf(fields[n]), fields[n + 1]);
        }
        return Request.of(event);
    }

    private static String mistake(ThrowingCallable asking) {
        var message = new String[1];
        assertThatExceptionOfType(Mistake.class)
                .isThrownBy(asking)
                .satisfies(mistake -> message[0] = String.valueOf(mistake.getMessage()));
        return message[0];
    }
}
