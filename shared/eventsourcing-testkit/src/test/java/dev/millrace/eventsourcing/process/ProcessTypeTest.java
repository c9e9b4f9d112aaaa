package dev.millrace.eventsourcing.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.process.ProcessType.Nothing;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProcessTypeTest {
    @Test
    void a_type_without_state_has_one_state_and_one_input_named_nothing() {
        var type = ProcessType.withoutState("copying");

        assertThat(type.name()).isEqualTo("copying");
        assertThat(type.initial()).isEqualTo(new Nothing());
        assertThat(type.states().names()).containsExactly("Nothing");
        assertThat(type.inputs().names()).containsExactly("Nothing");
    }

    @Test
    void types_of_one_name_are_the_same_process() {
        assertThat(ProcessType.withoutState("copying"))
                .isEqualTo(ProcessType.withoutState("copying"))
                .isNotEqualTo(ProcessType.withoutState("counting"));
    }
}
