package dev.millrace.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TraceCommandTest {
    private static final String ENTRY =
            "{'id':'%s','lane':'x','text':'%s','causes':['%s'],'status':'DONE'}";

    @Test
    void each_entry_is_below_its_first_cause_and_the_reasons_follow() {
        try (var lambda = StubLambda.always(ParcelTrace.TEXT)) {
            var ran = Ran.on(lambda, "trace", "p1");

            assertThat(ran.out().lines())
                    .containsExactly(
                            "Parcel p1: ON_ITS_WAY",
                            "Times are seconds since 2026-03-01T12:00:00Z.",
                            "     0.000 s  http: PostParcel",
                            "     0.000 s    Parcel: ParcelPosted (commit 1)",
                            "                  routes: found one",
                            "     0.319 s      dispatch: SendParcel, also because of outside: ParcelScanned s1, routes: found one",
                            "     0.319 s        Parcel: ParcelSent (commit 2)",
                            "     1.000 s          announcement: Parcel#p1/2 (no bus) [parked, 2026-03-01T12:00:01Z (9 s ago)]",
                            "                      reminder: owes RemindCourier [pending]",
                            " 10800.000 s          reminder: wakes (half time) [pending, 2026-03-01T15:00:00Z (in 2 h)]",
                            "     2.000 s      labels: Parcel#p1/1 (no printer) [skipped, 2026-03-01T12:00:02Z (8 s ago)]",
                            "     0.100 s  outside: ParcelScanned s1",
                            "",
                            "sender       ada [2J",
                            "parcel-view  ON_ITS_WAY, version 2",
                            "",
                            "Why it is in its state:",
                            "- It is on its way. Really.",
                            "- This helps: ./millrace redrive announcement Parcel#p1/2 --endpoint-url "
                                    + lambda.url());
            assertThat(ran.err()).isEmpty();
            assertThat(ran.exitCode()).isZero();
        }
    }

    @Test
    void without_reasons_there_is_no_heading() {
        var trace = ParcelTrace.json().set("why", ParcelTrace.read("[]"));
        try (var lambda = StubLambda.always(trace.toString())) {
            assertThat(Ran.on(lambda, "trace", "p1").out())
                    .endsWith("parcel-view  ON_ITS_WAY, version 2\n\n")
                    .doesNotContain("Why");
        }
    }

    @Test
    void the_type_may_be_left_out() {
        try (var lambda = StubLambda.always(ParcelTrace.TEXT)) {
            Ran.on(lambda, "trace", "p1");
            Ran.on(lambda, "trace", "Courier", "c1");

            assertThat(lambda.requests())
                    .containsExactly(
                            "{'operation':'trace','entity':'p1'}",
                            "{'operation':'trace','type':'Courier','entity':'c1'}");
        }
    }

    @Test
    void three_words_or_none_are_wrong_use() {
        try (var lambda = StubLambda.always(ParcelTrace.TEXT)) {
            assertThat(Ran.on(lambda, "trace").exitCode()).isEqualTo(2);
            assertThat(Ran.on(lambda, "trace", "Courier", "c1", "c2").exitCode()).isEqualTo(2);
            assertThat(lambda.calls()).isEmpty();
        }
    }

    @Test
    void entries_that_caused_each_other_or_whose_cause_is_missing_are_shown_once() {
        var trace =
                ParcelTrace.json()
                        .set(
                                "entries",
                                ParcelTrace.read(
                                        "[%s,%s,%s]"
                                                .formatted(
                                                        ENTRY.formatted("a", "One", "b"),
                                                        ENTRY.formatted("b", "Two", "a"),
                                                        ENTRY.formatted("c", "Three", "d"))));
        try (var lambda = StubLambda.always(trace.toString())) {
            assertThat(Ran.on(lambda, "trace", "p1").out().lines().skip(1).limit(4))
                    .containsExactly(
                            " ".repeat(14) + "x: One",
                            " ".repeat(16) + "x: Two",
                            " ".repeat(14) + "x: Three",
                            "");
        }
    }

    @Test
    void a_long_chain_of_causes_makes_no_long_lines() {
        var entries =
                IntStream.range(0, 2_000)
                        .mapToObj(n -> ENTRY.formatted("e" + n, "Next", "e" + (n - 1)))
                        .collect(joining(",", "[", "]"));
        var trace = ParcelTrace.json();
        trace.set("entries", ParcelTrace.read(entries));
        try (var lambda = StubLambda.always(trace.toString())) {
            assertThat(
                            Ran.on(lambda, "trace", "p1")
                                    .out()
                                    .lines()
                                    .filter(line -> line.endsWith("x: Next")))
                    .hasSize(2_000)
                    .allMatch(line -> line.length() < 120);
        }
    }

    @Test
    void as_json_it_is_the_answer_of_the_function() {
        try (var lambda = StubLambda.always("{'entity':'p1','why':['\\u009b1m']}")) {
            assertThat(Ran.on(lambda, "trace", "p1", "--json").out())
                    .isEqualToIgnoringNewLines("{\"entity\":\"p1\",\"why\":[\"\\u009b1m\"]}");
        }
    }

    @Test
    void an_unknown_entity_is_one_line() {
        try (var lambda = StubLambda.always("{'mistake':'no Parcel has the id p9'}")) {
            var ran = Ran.on(lambda, "trace", "p9");

            assertThat(ran.err()).isEqualToIgnoringNewLines("millrace: no Parcel has the id p9");
            assertThat(ran.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void an_answer_that_is_not_a_trace_is_one_line() {
        var strange = ParcelTrace.TEXT.replace("SKIPPED", "FORGOTTEN");
        for (var answer :
                new String[] {strange, "{}", ParcelTrace.TEXT.replace("12:00:10.5Z", "noon")}) {
            try (var lambda = StubLambda.always(answer)) {
                var ran = Ran.on(lambda, "trace", "p1");

                assertThat(ran.exitCode()).isEqualTo(1);
                assertThat(ran.err())
                        .contains("answered no trace", "of the same version")
                        .hasLineCount(1);
            }
        }
    }
}
