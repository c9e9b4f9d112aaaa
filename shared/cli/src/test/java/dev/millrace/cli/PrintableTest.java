package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PrintableTest {
    private static final String HOSTILE = "a\u001b]0;x\u0007\r\n\u009b1m\u202eb\u2028\u007f";

    @Test
    void a_line_is_one_line_without_control_characters() {
        assertThat(Printable.line(HOSTILE)).isEqualTo("a ]0;x    1m b");
        assertThat(Printable.line("Žluťoučký 猫 🎫")).isEqualTo("Žluťoučký 猫 🎫");
    }

    @Test
    void json_is_the_same_json_without_control_characters() throws Exception {
        var json = new JsonMapper();
        var node = json.createObjectNode().put("hostile", HOSTILE).put("tag", "\udb40\udc41");

        var text = Printable.json(node);

        assertThat(text).isEqualTo(Printable.line(text));
        assertThat(json.readTree(text)).isEqualTo(node);
    }

    @Test
    void a_word_stays_one_word_of_a_command() {
        assertThat(Printable.word("hh42-b.1")).isEqualTo("hh42-b.1");
        assertThat(Printable.word("b; rm -r '~'")).isEqualTo("'b; rm -r '\\''~'\\'''");
        assertThat(Printable.word("")).isEqualTo("''");
    }
}
