package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HarnessTest {
    @Test
    void the_median_and_the_quartiles_lie_in_the_sorted_figures() {
        assertThat(Spread.of(List.of(5.0, 1.0, 4.0, 2.0, 3.0))).isEqualTo(new Spread(3, 2, 4));
        assertThat(Spread.of(List.of(1.0, 2.0))).isEqualTo(new Spread(1.5, 1.25, 1.75));
        assertThat(Spread.of(List.of(7.0))).hasToString("7 (7–7)");
    }

    @Test
    void two_things_are_measured_in_turn_and_the_first_pair_does_not_count() throws Exception {
        var order = new ArrayList<String>();
        Iterator<Double> ours = List.of(100.0, 2.0, 6.0, 4.0).iterator();

        var pairs =
                Pairs.<Double>measure(
                        3,
                        () -> {
                            order.add("A");
                            return ours.next();
                        },
                        () -> {
                            order.add("B");
                            return 2.0;
                        });

        assertThat(String.join("", order)).isEqualTo("ABABABAB");
        assertThat(pairs.ours(Double::doubleValue).median()).isEqualTo(4);
        assertThat(pairs.ratio(Double::doubleValue)).isEqualTo(new Spread(2, 1.5, 2.5));
    }

    @Test
    void figures_have_three_digits_that_count() {
        assertThat(List.of(0.981, 12.48, 12_345.6, 3.0).stream().map(Numbers::text))
                .containsExactly("0.98", "12.5", "12,346", "3");
    }

    @Test
    void a_page_keeps_what_is_not_measured(@TempDir Path folder) throws IOException {
        var file = folder.resolve("page.md");
        Files.writeString(
                file,
                """
                before
                <!-- measured: ./millrace bench --save writes this -->
                old
                <!-- measured: end -->
                after
                """);

        new Page(file).replaceMeasured("new");

        assertThat(file)
                .content()
                .startsWith("before\n<!-- measured: ")
                .contains(" -->\n\nnew\n<!-- ")
                .endsWith("end -->\nafter\n")
                .doesNotContain("old");
    }

    @Test
    void a_page_without_a_measured_part_is_left(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("page.md"), "text");

        assertThatThrownBy(() -> new Page(file).replaceMeasured("new"))
                .hasMessageContaining("has no part that is measured");
        assertThat(file).content().isEqualTo("text");
    }
}
