package dev.millrace.eventsourcing.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The parts of a call that every service reads in the same way: idempotency keys, limits and
/// cursors.
@DisplayNameGeneration(ReplaceUnderscores.class)
class PagesAndKeysTest {
    @Test
    void the_same_key_of_the_same_client_begins_the_same_entity() {
        assertThat(id("ada", "k1", "request-1")).isEqualTo(id("ada", "k1", "request-2"));
        assertThat(id("ada", "k1", "request-1"))
                .isNotEqualTo(id("ada", "k2", "request-1"))
                .isNotEqualTo(id("eve", "k1", "request-1"));
    }

    @Test
    void without_a_key_each_request_begins_another_entity() {
        assertThat(call("request-1").newEntityId("ada"))
                .isEqualTo(call("request-1").newEntityId("ada"))
                .isNotEqualTo(call("request-2").newEntityId("ada"));
    }

    @Test
    void a_request_id_is_not_a_key() {
        assertThat(id("ada", "request-1", "x")).isNotEqualTo(call("request-1").newEntityId("ada"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\tb", "schlüssel", "\u007f"})
    void a_key_has_visible_ascii_characters_only(String key) {
        assertThat(problem(() -> id("ada", key, "x")))
                .isEqualTo("400 INVALID_FIELD Idempotency-Key");
    }

    @Test
    void a_key_has_at_most_255_characters() {
        assertThat(id("ada", "k".repeat(255), "x")).isNotBlank();
        assertThat(problem(() -> id("ada", "k".repeat(256), "x")))
                .isEqualTo("400 INVALID_FIELD Idempotency-Key");
    }

    @Test
    void a_page_has_the_usual_length_unless_the_caller_says_otherwise() {
        assertThat(TestCall.to("").call().limit(20, 100)).isEqualTo(20);
        assertThat(limit("1")).isEqualTo(1);
        assertThat(limit("100")).isEqualTo(100);
        assertThat(limit("100.0")).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "-1", "+5", "1.5", "1.", "ten", "", "99999999999", "٣"})
    void any_other_length_is_a_problem(String limit) {
        assertThat(problem(() -> limit(limit))).isEqualTo("400 INVALID_FIELD limit");
    }

    @Test
    void a_cursor_is_parsed_and_a_wrong_one_is_a_problem() {
        assertThat(cursor(TestCall.to(""))).isNull();
        assertThat(cursor(TestCall.to("").query("cursor", "7"))).isEqualTo(7);
        assertThat(problem(() -> cursor(TestCall.to("").query("cursor", "no number"))))
                .isEqualTo("400 INVALID_FIELD cursor");
    }

    @Test
    void a_parser_that_fails_otherwise_is_a_defect() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        TestCall.to("")
                                .query("cursor", "7")
                                .call()
                                .cursor(_ -> {
                                    throw new IllegalStateException("broken");
                                }));
    }

    private static @Nullable Integer cursor(TestCall call) {
        return call.call().cursor(Integer::valueOf);
    }

    private static int limit(String limit) {
        return TestCall.to("").query("limit", limit).call().limit(20, 100);
    }

    private static String id(String client, String key, String request) {
        return TestCall.to("")
                .requestId(request)
                .header("idempotency-key", key)
                .call()
                .newEntityId(client);
    }

    private static HttpCall call(String request) {
        return TestCall.to("").requestId(request).call();
    }

    private static String problem(ThrowingCallable call) {
        var problem = new String[1];
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(call)
                .satisfies(
                        thrown -> problem[0] = TestAnswer.of(thrown.answer().encode()).problem());
        return problem[0];
    }
}
