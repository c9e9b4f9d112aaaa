package dev.millrace.eventsourcing.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who the caller is and what the caller may do comes only from the verified token.
@DisplayNameGeneration(ReplaceUnderscores.class)
class CallerTest {

    @Test
    void the_caller_is_the_subject_of_the_token() {
        assertThat(TestCall.to("").by("ada").call().clientId()).isEqualTo("ada");
    }

    @Test
    void a_token_without_a_subject_is_rejected() {
        for (var call :
                new TestCall[] {
                    TestCall.to(""), TestCall.to("").by(""), TestCall.to("").claim("name", "ada")
                }) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> call.call().clientId())
                    .satisfies(problem -> assertThat(code(problem)).isEqualTo("403 NO_SUBJECT"));
        }
    }

    /// HTTP APIs flatten a claim's list to text between brackets.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[admin]",
                "[users admin]",
                "[admin users]",
                "[users admin staff]",
                "[ admin ]",
                "admin"
            })
    void a_member_of_the_group_is_allowed(String groups) {
        assertThatNoException().isThrownBy(() -> require(groups));
    }

    /// The name of a Cognito group may have any character except a space.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "[ ]",
                "[admins]",
                "[superadmin]",
                "[super-admin]",
                "[users admins]",
                "[Admin]",
                "[ADMIN]",
                "[a,admin]",
                "[admin,a]",
                "[[admin]]",
                "[\"admin\"]",
                "[admin",
                "admin]",
                "[.*]"
            })
    void a_caller_of_other_groups_is_rejected(String groups) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> require(groups))
                .satisfies(problem -> assertThat(code(problem)).isEqualTo("403 FORBIDDEN"));
    }

    @Test
    void a_caller_without_a_group_or_a_token_is_rejected() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> TestCall.to("").by("admin").call().require("admin"));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> TestCall.to("").call().require("admin"));
    }

    @Test
    void a_missing_part_of_a_call_is_absent() {
        var call = TestCall.to("GET /bookings").call();

        assertThat(call.path("bookingId")).isEmpty();
        assertThat(call.query("limit")).isNull();
        assertThat(call.header("idempotency-key")).isNull();
    }

    private static void require(String groups) {
        TestCall.to("").by("ada").claim("cognito:groups", groups).call().require("admin");
    }

    private static String code(Problem problem) {
        return TestAnswer.of(problem.answer().encode()).problem();
    }
}
