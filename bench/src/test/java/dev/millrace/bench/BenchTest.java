package dev.millrace.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Runs each benchmark at its smallest, and checks what it counts. No time is asserted.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BenchTest {
    @Test
    void a_command_is_one_put_and_a_cold_one_reads_first() throws Exception {
        assertThat(rows(new CommandCosts()))
                .containsExactly(
                        List.of("place a booking", "1 putItem", "1", "0"),
                        List.of("the same again", "1 putItem", "1", "0"),
                        List.of("place another one under its id (rejected)", "1 putItem", "1", "0"),
                        List.of("confirm it, known from its stream record", "1 putItem", "1", "0"),
                        List.of("pay it, warm: two events", "1 putItem", "1", "0"),
                        List.of("cancel it, which is rejected, warm", "1 query", "0", "1"),
                        List.of("confirm another one, cold", "1 putItem, 1 query", "1", "1"));
    }

    @Test
    void each_command_has_its_steps_in_memory() throws Exception {
        assertThat(rows(new Rules()))
                .extracting(List::getFirst)
                .containsExactly(
                        "CancelBooking",
                        "ConfirmBooking",
                        "DenyBooking",
                        "ExpireBooking",
                        "PlaceBooking",
                        "ReceivePayment");
    }

    @Test
    void commands_and_puts_are_called_by_one_and_by_several_callers() throws Exception {
        assertThat(rows(new Throughput()))
                .extracting(row -> row.subList(0, 2))
                .containsExactly(
                        List.of("1", "calls/s"),
                        List.of("1", "µs CPU a call"),
                        List.of("2", "calls/s"),
                        List.of("2", "µs CPU a call"));
    }

    @Test
    void a_load_is_one_call() throws Exception {
        assertThat(rows(new Histories()))
                .extracting(row -> List.of(row.get(0), row.get(1), row.get(4)))
                .containsExactly(
                        List.of("10", "1", "1"),
                        List.of("100", "1", "1"),
                        List.of("200", "1", "1"));
    }

    @Test
    void a_batch_costs_as_many_writes_as_it_has_entities() throws Exception {
        assertThat(rows(new Batches()))
                .extracting(row -> List.of(row.get(0), row.get(2)))
                .containsExactly(
                        List.of("an entity each, view", "10"),
                        List.of("an entity each, process", "10"),
                        List.of("one entity, view", "1"),
                        List.of("one entity, process", "1"));
    }

    @Test
    void a_sweep_does_what_is_due_and_only_asks_otherwise() throws Exception {
        assertThat(rows(new Sweeps()))
                .extracting(row -> row.subList(0, 4))
                .containsExactly(
                        List.of("timers of processes", "10", "48", "50"),
                        List.of("bookings past their deadline", "10", "58", "40"),
                        List.of("timers of processes", "0", "8", "0"),
                        List.of("bookings past their deadline", "0", "8", "0"));
    }

    @Test
    void a_rebuild_writes_lost_rows_and_no_right_one() throws Exception {
        assertThat(rows(new Rebuilds()))
                .extracting(row -> List.of(row.get(0), row.get(2)))
                .containsExactly(List.of("lost", "2"), List.of("right already", "0"));
    }

    @Test
    void a_payment_costs_more_if_it_is_the_first() throws Exception {
        assertThat(rows(new Payments()))
                .extracting(row -> row.subList(0, 2))
                .containsExactly(List.of("1", "7"), List.of("2", "5"));
    }

    @Test
    void a_page_of_a_list_is_one_call() throws Exception {
        assertThat(rows(new ClientLists()))
                .extracting(row -> row.subList(0, 2))
                .containsExactly(List.of("20", "1"), List.of("100", "1"));
    }

    @Test
    void a_trace_is_answered() throws Exception {
        assertThat(rows(new LongTraces())).extracting(List::getFirst).containsExactly("10", "120");
    }

    @Test
    void a_function_answers_its_first_event_under_the_runtime_interface_client() throws Exception {
        assumeTrue(ColdStarts.isPossible(), "the functions' archives are not built");

        assertThat(rows(new ColdStarts()))
                .extracting(row -> row.subList(0, 3))
                .containsExactly(List.of("BookingCommands", "PutItem", "C1 alone"));
    }

    @Test
    void bookings_are_settled_in_the_local_cloud_and_their_time_is_told_apart() throws Exception {
        var tables = new EndToEnd().run(Scale.SMOKE);

        assertThat(tables.getFirst().rows().getFirst()).startsWith("4", "2");
        assertThat(tables.getLast().rows())
                .extracting(List::getFirst)
                .contains("DynamoDB Local", "AWS SDK");
    }

    @Test
    void the_tables_of_the_named_benchmarks_are_printed() throws Exception {
        var out = new ByteArrayOutputStream();

        var report = Bench.run(Scale.SMOKE, Set.of("lists"), new PrintStream(out, true, UTF_8));

        assertThat(report.failed()).isEmpty();
        assertThat(report.text())
                .startsWith("Measured on 20")
                .contains("| DynamoDB Local | ", "### lists\n", "\n| 20 | 1 | ")
                .doesNotContain("### commands");
        assertThat(out.toString(UTF_8)).contains("### lists\n", "\n| 20 | 1 | ");
    }

    private static List<List<String>> rows(Benchmark benchmark) throws Exception {
        return benchmark.run(Scale.SMOKE).getFirst().rows();
    }
}
