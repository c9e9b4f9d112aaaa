package dev.millrace.cli;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ParkedCommandTest {
    private final Instant since = Instant.now().minus(Duration.ofMinutes(150));
    private final Instant next = Instant.now().plus(Duration.ofSeconds(330));
    private final String two =
            """
            {'parked':[
              {'process':'delivery','instance':'p1','what':'Parcel#p1/3','error':'no such\\nstreet\\u001b[2J',
               'attempts':6,'since':'%s','next':'%s'},
              {'process':'reminder','instance':'p2','what':'4k2',
               'effect':'OfferPlace to\\u001b[2J Member m1','error':'late','attempts':40,'since':'long ago'}],
             'more':true,
             'failedInputs':[{'process':'delivery','triedAgain':2,'givenUp':1},
                             {'process':'reminder','triedAgain':0,'givenUp':0}]}
            """
                    .formatted(since, next);

    @Test
    void each_parked_instance_is_a_block_of_lines() {
        try (var lambda = StubLambda.always(two)) {
            var ran = Ran.on(lambda, "parked");

            assertThat(ran.out().lines())
                    .containsExactly(
                            "delivery p1",
                            "  what      Parcel#p1/3",
                            "  error     no such street [2J",
                            "  attempts  6 since %s (2 h ago)"
                                    .formatted(since.truncatedTo(SECONDS)),
                            "  next try  %s (in 5 min)".formatted(next.truncatedTo(SECONDS)),
                            "",
                            "reminder p2",
                            "  what      OfferPlace to [2J Member m1 (4k2)",
                            "  error     late",
                            "  attempts  40 since long ago",
                            "  next try  waits for redrive",
                            "",
                            "There are more than these: redrive or skip some, then look again.",
                            "Failed inputs of delivery: 2 tried again automatically, 1 waiting for redrive.",
                            "To try again: ./millrace redrive PROCESS [INSTANCE]. To drop for good: ./millrace skip PROCESS INSTANCE WHAT --reason TEXT");
            assertThat(ran.err()).isEmpty();
            assertThat(ran.exitCode()).isZero();
            assertThat(lambda.requests()).containsExactly("{'operation':'parked'}");
        }
    }

    @Test
    void with_a_process_only_that_process_is_requested() {
        try (var lambda = StubLambda.always("{'parked':[],'more':false,'failedInputs':[]}")) {
            assertThat(Ran.on(lambda, "parked", "delivery").out())
                    .isEqualToIgnoringNewLines("Nothing is parked.");
            assertThat(lambda.requests())
                    .containsExactly("{'operation':'parked','process':'delivery'}");
        }
    }

    @Test
    void an_item_that_cannot_be_read_is_named() {
        var row = "{'parked':[],'failedInputs':[],'unreadable':['delivery#b: no key']}";
        try (var lambda = StubLambda.always(row)) {
            var ran = Ran.on(lambda, "parked");

            assertThat(ran.out().lines())
                    .containsExactly("An item cannot be read: delivery#b: no key");
        }
    }

    @Test
    void failed_inputs_alone_are_printed_too() {
        var inputs = "{'parked':[],'failedInputs':[{'process':'delivery','givenUp':3}]}";
        try (var lambda = StubLambda.always(inputs)) {
            assertThat(Ran.on(lambda, "parked").out())
                    .startsWith(
                            "Failed inputs of delivery: 0 tried again automatically, 3 waiting");
        }
    }

    @Test
    void without_anything_parked_it_prints_one_line() {
        var nothing = "{'parked':[],'more':false,'failedInputs':[{'process':'delivery'}]}";
        try (var lambda = StubLambda.always(nothing)) {
            assertThat(Ran.on(lambda, "parked").out())
                    .isEqualToIgnoringNewLines("Nothing is parked.");
        }
    }

    @Test
    void as_json_it_is_the_answer_of_the_function() {
        try (var lambda = StubLambda.always("{'parked':[{'error':'\\u009b1m'}], 'other':1.50}")) {
            assertThat(Ran.on(lambda, "parked", "--json").out())
                    .isEqualToIgnoringNewLines(
                            "{\"parked\":[{\"error\":\"\\u009b1m\"}],\"other\":1.5}");
        }
    }

    @Test
    void each_command_has_its_help() {
        assertThat(Stream.of("trace", "parked", "redrive", "skip", "rebuild", "invoke"))
                .allSatisfy(command -> {
                    var help = Ran.millrace(command, "--help");
                    assertThat(help.exitCode()).isZero();
                    assertThat(help.out()).contains("--endpoint-url", "--stack", "--region");
                });
    }
}
