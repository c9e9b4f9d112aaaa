package dev.millrace.functions.processes;

import dev.millrace.eventsourcing.dynamodb.Golden;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Today's code reads every golden file, makes the next step, and must write what the next file
/// has.
///
/// A golden file may be added, never changed: a change of persisted data needs a version and an
/// upcaster. `-Dgolden.write=true` writes the files of new steps and leaves all others as they are.
@DisplayNameGeneration(ReplaceUnderscores.class)
class GoldenTest {
    @RegisterExtension private final Backstage stage = new Backstage();

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.functions.processes.GoldenStories#all")
    void a_step_leads_from_one_golden_file_to_the_next(GoldenStories.Step step) {
        if (step.before() != null) stage.restore(Golden.read(step.before()));

        step.does().accept(stage);

        Golden.assertHolds(step.after(), stage.state());
    }
}
