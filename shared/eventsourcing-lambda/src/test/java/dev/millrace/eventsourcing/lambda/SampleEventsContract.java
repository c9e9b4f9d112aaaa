package dev.millrace.eventsourcing.lambda;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each sample event of a function has the expected result. A subclass has a static method
/// `expected()`, which returns a [#table].
@DisplayNameGeneration(ReplaceUnderscores.class)
public abstract class SampleEventsContract {
    protected final SampleEvents samples;

    protected SampleEventsContract(String function) {
        this.samples = SampleEvents.of(function);
    }

    /// Hands the sample to the function.
    ///
    /// @return what the function answers or writes, in one line
    protected abstract String result(String sample);

    /// @param lines one per sample: its name, spaces, its result
    protected static List<Arguments> table(String lines) {
        return lines.lines()
                .map(line -> line.split(" +", 2))
                .map(cells -> Arguments.of(cells[0], cells.length == 1 ? "" : cells[1]))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("expected")
    void a_sample_has_its_result(String sample, String result) {
        assertThat(result(sample).strip()).isEqualTo(result);
    }

    @Test
    void every_sample_is_in_the_table() throws ReflectiveOperationException {
        var expected = getClass().getDeclaredMethod("expected");
        expected.setAccessible(true);
        var table = (List<?>) expected.invoke(null);

        assertThat(samples.names())
                .isEqualTo(table.stream().map(row -> ((Arguments) row).get()[0]).collect(toSet()));
    }
}
