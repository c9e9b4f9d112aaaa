package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.Lanes.Column;
import dev.millrace.cli.Lanes.When;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// A length stands between two moments that are known, and nowhere else.
@DisplayNameGeneration(ReplaceUnderscores.class)
class AxisLabelsTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
    private static final Column UNDATED = new Column(When.UNDATED, null);

    @Test
    void a_length_is_from_one_column_to_the_next() {
        var labels = labels(past(0), past(3));

        assertThat(labels.gap(0)).isEmpty();
        assertThat(labels.gap(1)).contains("3.0 s");
        assertThat(labels.gapToNow()).contains("57 s");
    }

    @Test
    void what_nobody_kept_the_time_of_has_no_length_on_either_side() {
        var labels = labels(past(0), UNDATED, past(3), UNDATED);

        assertThat(labels.gap(1)).isEmpty();
        assertThat(labels.gap(2)).isEmpty();
        assertThat(labels.gapToNow()).isEmpty();
    }

    private static Column past(int second) {
        return new Column(When.PAST, BEGIN.plusSeconds(second));
    }

    private static AxisLabels labels(Column... columns) {
        var now = BEGIN.plusSeconds(60);
        return new AxisLabels(new Lanes(List.of(), List.of(columns), List.of(), List.of(), now));
    }
}
