package dev.millrace.local.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.Explorer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ObjectMappingTest {
    private static final ClassLoader OURS = ObjectMappingTest.class.getClassLoader();
    private static final FunctionSpec EXPLORER =
            new FunctionSpec(
                    "F",
                    "F",
                    "arn",
                    Optional.empty(),
                    Explorer.class.getName(),
                    Duration.ofSeconds(30),
                    128,
                    Map.of(),
                    new FunctionSpec.Asynchronous(
                            0, Duration.ZERO, Optional.empty(), Optional.empty()),
                    "here");

    @Test
    void the_copy_for_another_class_loader_is_closed_with_the_functions() throws Exception {
        var another = new ClassLoader(OURS) {};
        try (var functions = functions(another)) {
            assertThat(functions.get("F").invoke("{}").failed()).isFalse();
        }
        var closed = functions(another);
        closed.close();

        var outcome = closed.get("F").invoke("{}");

        assertThat(outcome.failed()).isTrue();
        assertThat(outcome.payload()).contains("its types cannot be mapped");
    }

    @Test
    void the_library_of_this_program_stays_open() throws Exception {
        var closed = functions(OURS);
        closed.close();

        assertThat(closed.get("F").invoke("{}").failed()).isFalse();
    }

    private static Functions functions(ClassLoader classes) {
        return new Functions(List.of(EXPLORER), classes, InstantSource.system());
    }
}
