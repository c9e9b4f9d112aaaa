package dev.millrace.eventsourcing.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A process that answers each rejection with a command that is rejected, too.
@Timeout(value = 20, threadMode = SEPARATE_THREAD)
@DisplayNameGeneration(ReplaceUnderscores.class)
class EndlessRejectionsTest {
    private final Diary diary = new Diary();

    EndlessRejectionsTest() {
        diary.starts.add("bus");
        diary.owes("bus", Diary.deposit("nobody", "gift"))
                .owes("rejected NOT_OPEN", Diary.deposit("nobody", "gift"));
    }

    @Test
    void it_parks_after_fifty_rejections_in_a_row() {
        diary.bus("bus");

        var parked = requireNonNull(diary.instance().parked());
        assertThat(parked.error()).contains("50 commands in a row were rejected");
        assertThat(diary.lines()).hasSize(51);
    }

    @Test
    void it_goes_on_once_a_command_is_accepted() {
        diary.bus("bus");
        diary.history("nobody");

        diary.host.redrive("k");

        assertThat(diary.instance().parked()).isNull();
        assertThat(diary.instance().owed()).isEmpty();
        assertThat(diary.notes("nobody")).containsExactly("opened", "gift");
    }

    @Test
    void a_redrive_that_changes_nothing_ends_too() {
        diary.bus("bus");

        diary.host.redrive("k");

        assertThat(diary.instance().parked()).isNotNull();
    }
}
