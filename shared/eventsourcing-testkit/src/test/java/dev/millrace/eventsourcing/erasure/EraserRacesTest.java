package dev.millrace.eventsourcing.erasure;

import static dev.millrace.eventsourcing.erasure.SavingsBank.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.process.Eraser.Result;
import dev.millrace.eventsourcing.testkit.Faults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// An erasure that crashes, or during which other work happens, at any of its calls: in the end the
/// same data of the account remains.
@DisplayNameGeneration(ReplaceUnderscores.class)
class EraserRacesTest {
    /// The data that remains after an undisturbed erasure.
    private static Map<String, Object> remains() {
        var bank = new SavingsBank().closed();
        bank.function().erase();
        return bank.kept();
    }

    @ParameterizedTest
    @CsvSource({"true, 3", "false, 3", "true, 1", "false, 1"})
    void after_a_crash_at_any_call_a_repeat_completes_it(boolean takesEffect, int seenByViews) {
        var crashes = 0;
        for (var call = 1; ; call++) {
            var faults = new Faults();
            if (takesEffect) faults.crashAfter(call);
            else faults.crashBefore(call);
            var bank = new SavingsBank().closed(seenByViews);
            if (!dies(bank.function(faults))) break;
            crashes++;
            assertIsFoundOrGone(bank, "crash at %s of %s".formatted(call, faults.calls()));
            bank.function().deliver();
            bank.function().rebuild();
            assertIsFoundOrGone(bank, "all records delivered again after %s".formatted(call));

            assertThat(bank.function().erase()).isEqualTo(new Result.Erased(3));

            assertThat(bank.kept())
                    .as("crash at %s of %s", call, faults.calls())
                    .isEqualTo(remains());
            assertThat(bank.listed).contains(SavingsBank.A);
        }
        assertThat(crashes).isGreaterThan(20);
    }

    /// While any data of the owner is left, the view of owners has a row with the owner's name.
    private static void assertIsFoundOrGone(SavingsBank bank, String when) {
        var isFound = String.valueOf(bank.kept().get("owners a")).contains(ADA);
        assertThat(isFound || bank.kept().equals(remains()))
                .as("%s: %s", when, bank.kept())
                .isTrue();
    }

    private static boolean dies(SavingsBank.Function function) {
        try {
            function.erase();
            return false;
        } catch (Faults.Crash crash) {
            return true;
        }
    }

    /// Other work that may happen during an erasure.
    enum Meanwhile {
        ANOTHER_ERASURE,
        RECORDS_COME_AGAIN,
        THE_VIEWS_ARE_REBUILT,
        A_JOURNAL_IS_FED_AGAIN,
        IT_IS_CLOSED_AGAIN,
        IT_IS_OPENED_AGAIN,
        A_DEPOSIT_IS_MADE;

        void happen(SavingsBank.Function by) {
            switch (this) {
                case ANOTHER_ERASURE -> by.erase();
                case RECORDS_COME_AGAIN -> by.deliver();
                case THE_VIEWS_ARE_REBUILT -> by.rebuild();
                case A_JOURNAL_IS_FED_AGAIN -> by.fromJournal();
                case IT_IS_CLOSED_AGAIN -> by.close();
                case IT_IS_OPENED_AGAIN -> by.open();
                case A_DEPOSIT_IS_MADE -> by.deposit();
            }
        }
    }

    /// The other work is done by a function that cached the open account, and by a cold one.
    @ParameterizedTest
    @EnumSource
    void other_work_at_any_call_leaves_no_data_of_the_owner(Meanwhile other) {
        for (var call = 1; ; call++) {
            var bank = new SavingsBank();
            var warm = bank.function();
            warm.open();
            bank.function().deposit();
            bank.function().close();
            bank.function().deliver();
            var faults = new Faults();
            faults.meanwhile(call, () -> other.happen(warm));
            faults.meanwhile(call, () -> other.happen(bank.function()));

            bank.function(faults).erase();

            assertThat(bank.kept()).as("at %s of %s", call, faults.calls()).isEqualTo(remains());
            bank.function().deliver();
            bank.function().rebuild();
            assertThat(bank.kept()).as("after all, at %s", call).isEqualTo(remains());
            if (call > faults.calls().size()) break;
        }
    }

    /// A gift is counted once, even if the owner's data is erased at the same time.
    @Test
    void an_input_from_the_bus_is_not_lost() {
        for (var call = 1; ; call++) {
            var bank = new SavingsBank().closed();
            var faults = new Faults();
            faults.meanwhile(call, () -> bank.function().gift("g1"));

            bank.function(faults).erase();
            bank.function().gift("g1");
            bank.clock.advance(Duration.ofDays(2));
            bank.function().sweep();
            assertThat(bank.function().erase()).isEqualTo(new Result.Erased(3));

            assertThat(bank.kept().toString())
                    .as("at %s of %s", call, faults.calls())
                    .contains("gifts=[g1]")
                    .doesNotContain(ADA);
            assertThat(bank.world.published().messages()).hasSize(1);
            if (call > faults.calls().size()) break;
        }
    }

    /// A function reads the stored data and pauses. Meanwhile the account is erased.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ANOTHER_ERASURE")
    void a_function_that_pauses_at_any_call_brings_no_data_back(Meanwhile work) {
        for (var call = 1; ; call++) {
            var bank = new SavingsBank().closed();
            var faults = new Faults();
            faults.meanwhile(call, () -> bank.function().erase());

            work.happen(bank.function(faults));

            bank.function().erase();
            assertThat(bank.kept()).as("at %s of %s", call, faults.calls()).isEqualTo(remains());
            if (call > faults.calls().size()) break;
        }
    }

    /// The same before any delivery: a second erasure removes what the late function wrote.
    @Test
    void a_late_function_that_pauses_at_any_call_brings_no_data_back() {
        for (var call = 1; ; call++) {
            var bank = new SavingsBank();
            bank.function().open();
            bank.function().close();
            var faults = new Faults();
            faults.meanwhile(call, () -> bank.function().erase());

            bank.function(faults).deliver();

            bank.function().deliver();
            bank.function().erase();
            assertThat(bank.kept().toString())
                    .as("at %s of %s", call, faults.calls())
                    .doesNotContain(ADA);
            if (call > faults.calls().size()) break;
        }
    }
}
