package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.StubLambda.Answer;
import dev.millrace.cli.StubLambda.Call;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RedriveCommandTest {
    private static final String P2 =
            "{'process':'delivery','instance':'p2','what':'w','error':'still bad','attempts':7,'since':'s'}";
    private static final String STILL = "{'outcome':'STILL_PARKED','parked':" + P2 + "}";
    private static final String DONE = "{'outcome':'DONE'}";

    @Nested
    class One_instance {
        @Test
        void that_continues_is_done() {
            try (var lambda = StubLambda.always(DONE)) {
                assertThat(Ran.on(lambda, "redrive", "delivery", "p1"))
                        .isEqualTo(new Ran(0, "1 done, 0 still parked.%n".formatted(), ""));
                assertThat(lambda.requests())
                        .containsExactly(
                                "{'operation':'redrive','process':'delivery','instance':'p1'}");
            }
        }

        @Test
        void that_is_still_parked_says_why_and_fails() {
            try (var lambda = StubLambda.always(STILL)) {
                var ran = Ran.on(lambda, "redrive", "delivery", "p2");

                assertThat(ran.exitCode()).isEqualTo(1);
                assertThat(ran.out())
                        .startsWith("0 done, 1 still parked:")
                        .contains("delivery p2", "still bad");
            }
        }

        @Test
        void that_is_not_parked_is_a_mistake() {
            try (var lambda = StubLambda.always("{'outcome':'NOT_PARKED'}")) {
                assertThat(Ran.on(lambda, "redrive", "delivery", "p1"))
                        .isEqualTo(
                                new Ran(
                                        1,
                                        "",
                                        "millrace: delivery p1 is not parked: see ./millrace parked%n"
                                                .formatted()));
            }
        }
    }

    @Nested
    class All_of_a_process {
        @Test
        void are_listed_for_this_process_only_and_tried_one_by_one() {
            try (var lambda =
                    StubLambda.answering(
                            answers(
                                    List.of(parked(false, "p1", "p2")),
                                    List.of("{'taken':0,'failed':0,'complete':true}")))) {
                var ran = Ran.on(lambda, "redrive", "delivery");

                assertThat(ran.exitCode()).isEqualTo(1);
                assertThat(ran.out().lines())
                        .containsExactly(
                                "1 done, 1 still parked:",
                                "  delivery p2",
                                "    what      w",
                                "    error     still bad",
                                "    attempts  7 since s",
                                "    next try  waits for redrive");
                assertThat(ran.err().lines())
                        .containsExactly(
                                " 50 %  p1: done",
                                " 99 %  p2: still parked: still bad", "100 %  all tried");
                assertThat(lambda.requests())
                        .containsExactly(
                                "{'operation':'parked','process':'delivery'}",
                                "{'operation':'redrive','process':'delivery','instance':'p1'}",
                                "{'operation':'redrive','process':'delivery','instance':'p2'}",
                                "{'operation':'redrive-inputs','process':'delivery'}");
            }
        }

        @Test
        void are_listed_again_until_all_were_tried_and_none_is_tried_twice() {
            try (var lambda =
                    StubLambda.answering(
                            answers(
                                    List.of(
                                            parked(true, "p1", "p2"),
                                            parked(true, "p2", "p3"),
                                            parked(false, "p2")),
                                    List.of("{'complete':true}")))) {
                var ran = Ran.on(lambda, "redrive", "delivery");

                assertThat(ran.out()).startsWith("2 done, 1 still parked:");
                assertThat(lambda.calls().stream().filter(RedriveCommandTest::isRedrive))
                        .extracting(call -> call.request().path("instance").asText())
                        .containsExactly("p1", "p2", "p3");
            }
        }

        @Test
        void are_not_all_done_if_the_list_stays_cut_short() {
            try (var lambda =
                    StubLambda.answering(
                            answers(List.of(parked(true)), List.of("{'complete':true}")))) {
                var ran = Ran.on(lambda, "redrive", "delivery");

                assertThat(ran.out()).contains("0 done", "There are more than were listed");
                assertThat(ran.exitCode()).isEqualTo(1);
            }
        }

        @Test
        void are_not_all_done_while_a_row_cannot_be_read() {
            var listings =
                    List.of(
                            "{'parked':[{'instance':'p1'}],'more':true,'unreadable':['delivery#b: no key']}",
                            "{'parked':[{'instance':'p3'}],'more':false,'unreadable':['delivery#b: no key','delivery#c: no\\nstate']}");
            try (var lambda =
                    StubLambda.answering(answers(listings, List.of("{'complete':true}")))) {
                var ran = Ran.on(lambda, "redrive", "delivery");

                assertThat(ran.exitCode()).isEqualTo(1);
                assertThat(ran.out().lines())
                        .containsExactly(
                                "2 done, 0 still parked.",
                                "An item cannot be read: delivery#b: no key",
                                "An item cannot be read: delivery#c: no state");
            }
        }

        @Test
        void include_its_failed_inputs_until_none_are_left() {
            try (var lambda =
                    StubLambda.answering(
                            answers(
                                    List.of(parked(false)),
                                    List.of(
                                            "{'taken':3,'failed':0,'complete':false}",
                                            "{'taken':0,'failed':0,'complete':false}",
                                            "{'taken':1,'failed':0,'complete':true}")))) {
                var ran = Ran.on(lambda, "redrive", "delivery");

                assertThat(ran.exitCode()).isZero();
                assertThat(ran.out().lines())
                        .containsExactly(
                                "0 done, 0 still parked.",
                                "Failed inputs: 4 taken, 0 failed again.");
            }
        }

        @Test
        void are_not_all_done_if_inputs_fail_again() {
            try (var lambda =
                    StubLambda.answering(
                            answers(
                                    List.of(parked(false)),
                                    List.of("{'taken':3,'failed':1,'complete':true}")))) {
                var ran = Ran.on(lambda, "redrive", "delivery");

                assertThat(ran.out()).contains("Failed inputs: 3 taken, 1 failed again.");
                assertThat(ran.exitCode()).isEqualTo(1);
            }
        }

        @Test
        void are_not_all_done_if_SQS_never_returns_the_inputs() {
            try (var lambda =
                    StubLambda.answering(
                            answers(
                                    List.of(parked(false)),
                                    List.of("{'taken':0,'failed':0,'complete':false}")))) {
                var ran = Ran.on(lambda, "redrive", "delivery");

                assertThat(ran.out()).contains("Failed inputs are left: run it again in a while.");
                assertThat(ran.exitCode()).isEqualTo(1);
                assertThat(lambda.calls()).hasSize(6);
            }
        }
    }

    @Nested
    class From_the_journal {
        @Test
        void the_commits_are_counted() {
            try (var lambda = StubLambda.always("{'commits':4}")) {
                assertThat(Ran.on(lambda, "redrive", "dispatch", "p1", "--from-journal"))
                        .isEqualTo(
                                new Ran(
                                        0,
                                        "dispatch was given the journal of p1 again (commits: 4).%n"
                                                .formatted(),
                                        ""));
                assertThat(lambda.requests())
                        .containsExactly(
                                "{'operation':'from-journal','process':'dispatch','entity':'p1'}");
            }
        }

        @Test
        void the_type_may_be_given() {
            try (var lambda = StubLambda.always("{'commits':4}")) {
                var ran = Ran.on(lambda, "redrive", "dispatch", "Courier", "c1", "--from-journal");

                assertThat(ran.out()).startsWith("dispatch was given the journal of Courier c1");
                assertThat(lambda.requests())
                        .containsExactly(
                                "{'operation':'from-journal','process':'dispatch','type':'Courier','entity':'c1'}");
            }
        }

        @Test
        void a_type_without_the_option_is_wrong_use() {
            try (var lambda = StubLambda.always(DONE)) {
                var ran = Ran.on(lambda, "redrive", "dispatch", "Courier", "c1");

                assertThat(ran.exitCode()).isEqualTo(2);
                assertThat(ran.err()).contains("--from-journal").hasLineCount(1);
                assertThat(lambda.calls()).isEmpty();
            }
        }

        @Test
        void a_commit_that_parks_says_why_and_fails() {
            try (var lambda = StubLambda.always("{'commits':4,'parked':" + P2 + "}")) {
                var ran = Ran.on(lambda, "redrive", "delivery", "p2", "--from-journal");

                assertThat(ran.exitCode()).isEqualTo(1);
                assertThat(ran.out()).contains("commits: 4", "1 still parked:", "still bad");
            }
        }

        @Test
        void an_entity_without_commits_is_a_mistake() {
            try (var lambda = StubLambda.always("{'commits':0}")) {
                assertThat(Ran.on(lambda, "redrive", "dispatch", "p0", "--from-journal"))
                        .isEqualTo(
                                new Ran(
                                        1,
                                        "",
                                        "millrace: p0 has no journal: is the id right?%n"
                                                .formatted()));
            }
        }

        @Test
        void an_entity_is_required() {
            try (var lambda = StubLambda.always("{}")) {
                var ran = Ran.on(lambda, "redrive", "dispatch", "--from-journal");

                assertThat(ran.exitCode()).isEqualTo(2);
                assertThat(ran.err()).contains("--from-journal needs an entity").hasLineCount(1);
                assertThat(lambda.calls()).isEmpty();
            }
        }
    }

    /// Answers the elements of each list in turn, and the last one again and again. `p2` stays
    /// parked.
    private static Function<Call, Answer> answers(List<String> listings, List<String> inputs) {
        var nextListings = new ArrayDeque<>(listings);
        var nextInputs = new ArrayDeque<>(inputs);
        return call ->
                Answer.of(
                        switch (call.operation()) {
                            case "parked" -> next(nextListings);
                            case "redrive-inputs" -> next(nextInputs);
                            case "redrive" ->
                                    call.request().path("instance").asText().equals("p2")
                                            ? STILL
                                            : DONE;
                            default -> throw new IllegalArgumentException(call.operation());
                        });
    }

    private static String next(ArrayDeque<String> answers) {
        return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
    }

    private static String parked(boolean more, String... instances) {
        var list =
                List.of(instances).stream()
                        .map("{'process':'delivery','instance':'%s'}"::formatted)
                        .toList();
        return "{'parked':%s,'more':%s,'failedInputs':[]}".formatted(list, more);
    }

    private static boolean isRedrive(Call call) {
        return call.operation().equals("redrive");
    }
}
