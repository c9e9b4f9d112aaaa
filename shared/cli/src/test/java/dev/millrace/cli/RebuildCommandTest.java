package dev.millrace.cli;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.millrace.cli.StubLambda.Answer;
import dev.millrace.cli.StubLambda.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = SEPARATE_THREAD) // a command that never ends fails, too
@DisplayNameGeneration(ReplaceUnderscores.class)
class RebuildCommandTest {
    private final Instant longAgo = Instant.now().truncatedTo(SECONDS).minus(Duration.ofHours(3));
    private static final String PAGE = "{'commits':50,'rows':9,'written':1,'failed':[],'late':[]}";

    @Test
    void each_segment_is_read_page_by_page_and_the_counts_are_added() {
        try (var lambda = StubLambda.answering(RebuildCommandTest::twoPagesOfTheLastSegment)) {
            var ran = Ran.on(lambda, "rebuild", "parcel-view");

            assertThat(ran.exitCode()).isZero();
            assertThat(ran.out())
                    .isEqualToIgnoringNewLines(
                            "parcel-view is rebuilt: rows 45, rewritten 5, from commits 250.");
            assertThat(lambda.requests().getFirst()).isEqualTo("{'operation':'size'}");
            assertThat(lambda.requests().stream().skip(1))
                    .containsExactlyInAnyOrder(
                            "{'operation':'rebuild','segment':0,'segments':4}",
                            "{'operation':'rebuild','segment':1,'segments':4}",
                            "{'operation':'rebuild','segment':2,'segments':4}",
                            "{'operation':'rebuild','segment':3,'segments':4}",
                            "{'operation':'rebuild','segment':3,'segments':4,'after':'p7'}");
        }
    }

    @Test
    void its_progress_is_printed_on_stderr() {
        try (var lambda = StubLambda.answering(RebuildCommandTest::twoPagesOfTheLastSegment)) {
            var err = Ran.on(lambda, "rebuild", "parcel-view").err();

            assertThat(err.lines().toList().getFirst()).startsWith(" 41 %  50 commits, 9 rows, ");
            assertThat(err.lines().toList().getLast())
                    .matches("100 %  250 commits, 45 rows, \\d+ rows/s");
        }
    }

    @Test
    void the_segments_are_read_in_parallel() {
        var all = new CountDownLatch(4);
        try (var lambda =
                StubLambda.answering(call -> {
                    if (call.operation().equals("size")) return Answer.of("{'commits':9}");
                    all.countDown();
                    return Answer.of(arrived(all) ? PAGE : "{'mistake':'alone'}");
                })) {
            assertThat(Ran.on(lambda, "rebuild", "parcel-view").exitCode()).isZero();
        }
    }

    @Test
    void a_row_that_could_not_be_folded_is_reported_and_fails() {
        var bad = "{'commits':1,'failed':[{'entity':'p1','error':'odd\\u001b[1m'}]}";
        try (var lambda = onTheFirstSegment(bad)) {
            var ran = Ran.on(lambda, "rebuild", "parcel-view");

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.out()).contains("Rows that could not be folded: 1", "  p1: odd [1m");
        }
    }

    @Test
    void a_late_entity_is_listed_with_the_command_that_helps() {
        var late =
                "{'late':[{'entity':'p3','process':'dispatch','since':'%s'},{'entity':'p1;x','process':'dispatch','since':'%s'}]}"
                        .formatted(longAgo.plusSeconds(600), longAgo);
        try (var lambda = onTheFirstSegment(late)) {
            var ran = Ran.on(lambda, "rebuild", "parcel-view");

            var options = " --endpoint-url %s".formatted(lambda.url());
            assertThat(ran.out().lines().skip(1))
                    .containsExactly(
                            "These entities wait longer than they should. A redrive may help:",
                            "  since %s (3 h ago): ./millrace redrive dispatch 'p1;x' --from-journal%s"
                                    .formatted(longAgo, options),
                            "  since %s (2 h ago): ./millrace redrive dispatch p3 --from-journal%s"
                                    .formatted(longAgo.plusSeconds(600), options));
            assertThat(ran.exitCode()).isZero();
        }
    }

    @Test
    void if_a_segment_fails_the_others_stop_after_their_page() {
        try (var lambda =
                StubLambda.answering(call -> {
                    if (call.operation().equals("size")) return Answer.of("{'commits':9}");
                    return call.request().path("segment").asInt() == 3
                            ? Answer.functionError("{'errorMessage':'out of memory'}")
                            : Answer.of("{'commits':1,'next':'more'}");
                })) {
            var ran = Ran.on(lambda, "rebuild", "parcel-view");

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err())
                    .endsWith("millrace: ParcelViewRebuild failed: out of memory%n".formatted());
        }
    }

    @Test
    void a_view_is_rebuilt_by_the_function_of_its_name() {
        try (var lambda = StubLambda.always(PAGE)) {
            Ran.on(lambda, "rebuild", "couriers-of-2026");

            assertThat(lambda.calls())
                    .extracting(Call::function)
                    .containsOnly("CouriersOf2026Rebuild");
        }
    }

    @Test
    void a_view_without_such_a_function_is_one_line() {
        var none = Answer.rejection(404, "ResourceNotFoundException", "Function not found");
        try (var lambda = StubLambda.answering(_ -> none)) {
            var ran = Ran.on(lambda, "rebuild", "streets");

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.err()).contains("has no function StreetsRebuild").hasLineCount(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ParcelView", "parcel view", "-", "parcel-", "../x", ""})
    void an_invalid_view_name_is_wrong_use(String name) {
        try (var lambda = StubLambda.always(PAGE)) {
            var ran = Ran.on(lambda, "rebuild", name);

            assertThat(ran.exitCode()).isEqualTo(2);
            assertThat(ran.err()).contains("is not a view name").hasLineCount(1);
            assertThat(lambda.calls()).isEmpty();
        }
    }

    private static Answer twoPagesOfTheLastSegment(Call call) {
        if (call.operation().equals("size")) return Answer.of("{'commits':120}");
        var hasNext = call.request().path("segment").asInt() == 3 && !call.request().has("after");
        return Answer.of(hasNext ? PAGE.replace("'late'", "'next':'p7','late'") : PAGE);
    }

    private static StubLambda onTheFirstSegment(String page) {
        return StubLambda.answering(call ->
                Answer.of(call.request().path("segment").asInt(-1) == 0 ? page : "{'commits':0}"));
    }

    private static boolean arrived(CountDownLatch all) {
        try {
            return all.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
