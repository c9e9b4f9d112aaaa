package dev.millrace.eventsourcing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TextTest {
    /// Everything is stored and sent as UTF-8.
    @Property
    void text_is_whole_if_it_survives_its_encoding(@ForAll char[] characters) {
        var text = new String(characters);

        assertThat(Text.isWhole(text))
                .isEqualTo(new String(text.getBytes(UTF_8), UTF_8).equals(text));
    }

    @Property(tries = 1)
    void halves_are_not_whole_and_pairs_are() {
        for (var half : new String[] {"\ud800", "\udbff", "\udc00", "\udfff", "\udc00\ud800"}) {
            assertThat(Text.isWhole(half)).isFalse();
        }
        assertThat(Text.isWhole("\ud83c\udf9f")).isTrue();
    }

    /// Otherwise two ids could be equal: both halves encode to `?`.
    @Property(tries = 1)
    void an_id_with_half_a_character_is_rejected() {
        for (var half : new String[] {"p\ud800", "p\ud801"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Ids.of("a", half));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new EntityRef("Parcel", half))
                    .withMessageContaining("half a character");
        }
    }

    @Property(tries = 1)
    void a_pair_is_one_character() {
        assertThat(Text.length("a\ud83c\udf9fe\u0301")).isEqualTo(4);
    }
}
