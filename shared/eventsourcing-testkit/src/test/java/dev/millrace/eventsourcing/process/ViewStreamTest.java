package dev.millrace.eventsourcing.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.Projection;
import dev.millrace.eventsourcing.Rows;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.InMemoryPorts;
import dev.millrace.eventsourcing.testkit.VirtualClock;
import dev.millrace.eventsourcing.trace.Diagnosis;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Two views of accounts in one function: one has a row per account, the other a row per owner.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ViewStreamTest {
    private static final EntityRef A = new EntityRef("Account", "a");

    private final InMemoryPorts ports = new InMemoryPorts(new VirtualClock(Commits.BEGINNING));
    private @Nullable RuntimeException failure;
    private final ViewType<Long, Account.Event> counts =
            view("counts", new Rows.OnePerEntity<>(this::count));
    private final ViewType<Long, Account.Event> owners =
            view("owners", new Rows.Named<>(_ -> Set.of("Ada"), _ -> last()));
    private final Processes function =
            new Processes(
                    Service.named("bank")
                            .entity(Account.TYPE, Diagnosis.none())
                            .view(counts)
                            .view(owners),
                    ports);

    @Test
    void each_view_has_rows_of_its_own() {
        function.viewStream().handle(A, commits());

        assertThat(ports.rows(counts).load("a")).isEqualTo(new Row<>(2L, 2));
        assertThat(ports.rows(owners).load("a/Ada")).isEqualTo(new Row<>(2L, 2));
    }

    @Test
    void a_defect_of_one_parks_its_row_and_the_other_goes_on() {
        failure = new IllegalStateException("cannot count");

        function.viewStream().handle(A, commits());

        assertThat(ports.rows(counts).load("a")).isNull();
        assertThat(ports.rows(owners).load("a/Ada")).isEqualTo(new Row<>(2L, 2));
        assertThat(requireNonNull(function.named("counts")).parked("Account#a")).isPresent();
        assertThat(requireNonNull(function.named("owners")).parked("Account#a")).isEmpty();
    }

    @Test
    void an_outage_of_one_is_thrown_and_the_other_goes_on() {
        failure = new Outage("throttled", null);

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> function.viewStream().handle(A, commits()));

        assertThat(ports.rows(owners).load("a/Ada")).isEqualTo(new Row<>(2L, 2));
        assertThat(requireNonNull(function.named("counts")).parked("Account#a")).isEmpty();
    }

    private static List<Commit<Account.Event>> commits() {
        return List.of(
                Commits.commit("a", 1, new AccountOpened("Ada")),
                Commits.commit("a", 2, new AccountOpened("Ada")));
    }

    private long count(@Nullable Long row, Commit<Account.Event> commit) {
        if (failure != null) throw failure;
        return (row == null ? 0 : row) + 1;
    }

    private static Projection<Long, Account.Event> last() {
        return (_, commit) -> commit.seq();
    }

    private static ViewType<Long, Account.Event> view(String name, Rows<Long, Account.Event> rows) {
        return new ViewType<>(name, Account.TYPE, Long.class, rows, _ -> Map.of(), null);
    }
}
