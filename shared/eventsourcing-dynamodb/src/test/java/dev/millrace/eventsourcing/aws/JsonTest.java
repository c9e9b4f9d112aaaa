package dev.millrace.eventsourcing.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A value is read as it was written. Text that cannot be encoded is neither written nor read.
@DisplayNameGeneration(ReplaceUnderscores.class)
class JsonTest {
    record Note(String text) {}

    record Kept(Set<String> names, Map<Integer, List<Note>> notes, boolean isOpen) {}

    @Test
    void sets_lists_and_maps_are_read_as_they_were_written() {
        var kept = new Kept(Set.of("ada", "ben"), Map.of(7, List.of(new Note("hm"))), true);

        assertThat(Json.read(Json.write(kept), Kept.class)).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "p\ud800!", "\udc00", "\udc00\ud800"})
    void half_a_character_is_not_written(String half) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.write(new Note(half)))
                .withMessageContaining("half a character");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "p\\ud800!", "\\udc00", "\\udc00\\ud800"})
    void half_a_character_is_not_read(String escape) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.read("{\"text\":\"" + escape + "\"}", Note.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\u202e", "e\u0301", "é", "\ud83c\udf9f", "\\ud800", "\"\n"})
    void any_other_text_is_read_as_it_was_written(String text) {
        assertThat(Json.read(Json.write(new Note(text)), Note.class)).isEqualTo(new Note(text));
    }
}
