package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CallBudgetTest {
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final CallBudget budget = new CallBudget(2, () -> now);

    @Test
    void the_calls_within_a_minute_are_limited() {
        budget.take();
        budget.take();

        assertThat(budget).hasToString("2 of 2 calls a minute");
        assertThatExceptionOfType(UserMistake.class)
                .isThrownBy(budget::take)
                .withMessageContaining("2 calls within a minute");
    }

    @Test
    void after_a_minute_calls_are_allowed_again() {
        budget.take();
        budget.take();
        now = now.plusSeconds(60);

        budget.take();

        assertThat(budget).hasToString("1 of 2 calls a minute");
    }
}
