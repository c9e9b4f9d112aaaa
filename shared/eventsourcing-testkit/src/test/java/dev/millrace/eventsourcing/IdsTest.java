package dev.millrace.eventsourcing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class IdsTest {

    /// Ids are persisted in every journal. If they changed, commands would be applied twice.
    @Test
    void ids_never_change() {
        assertThat(Ids.of("reservation", "b-1/1/0", "0", "ConfirmBooking"))
                .isEqualTo("8gd76s0b8bf034cbbg1g");
        assertThat(Ids.of("é")).isEqualTo("5shse62mb1u2krvtmp7g");
    }

    @Test
    void an_id_has_twenty_characters_leading_zeros_included() {
        assertThat(Ids.of("721")).isEqualTo("00jajdist3d72hvla59k");
        assertThat(IntStream.range(0, 1_000).mapToObj(n -> Ids.of("n", String.valueOf(n))))
                .allMatch(id -> id.matches("[0-9a-v]{20}"))
                .doesNotHaveDuplicates();
    }

    @Test
    void parts_with_the_same_concatenation_have_different_ids() {
        assertThat(
                        new String[] {
                            Ids.of(),
                            Ids.of(""),
                            Ids.of("", ""),
                            Ids.of("ab"),
                            Ids.of("a", "b"),
                            Ids.of("b", "a"),
                            Ids.of("ab", ""),
                            Ids.of("", "ab"),
                            Ids.of("a:b"),
                            Ids.of("a1:b"),
                            Ids.of("1:a", "b"),
                            Ids.of("a", "1:b"),
                            Ids.of("1:a1:b")
                        })
                .doesNotHaveDuplicates();
    }
}
