package dev.millrace.eventsourcing.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class VirtualClockTest {
    private final VirtualClock clock = new VirtualClock(Instant.EPOCH);

    @Test
    void it_stands_still_until_it_is_advanced() {
        assertThat(clock.instant()).isEqualTo(Instant.EPOCH);

        clock.advance(Duration.ofHours(6));

        assertThat(clock.instant()).isEqualTo(Instant.parse("1970-01-01T06:00:00Z"));
    }

    @Test
    void it_never_goes_back() {
        assertThatIllegalArgumentException().isThrownBy(() -> clock.advance(Duration.ofMillis(-1)));
    }
}
