package dev.millrace.cli;

import dev.millrace.cli.Readers.Behind;
import dev.millrace.cli.Readers.Reader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;

/// The lag of a stack's readers, from Lambda's metric `IteratorAge`: the maximum of the last 5
/// minutes. A request costs money, so there is at most one per minute.
final class StreamMetrics implements Readers {
    private static final Duration LAST = Duration.ofMinutes(5);
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int FORBIDDEN = 403;

    /// Only functions that read streams have the metric.
    private static final String SEARCH =
            "SEARCH('{AWS/Lambda,FunctionName} MetricName=\"IteratorAge\"', 'Maximum', 60)";

    private final CloudWatchClient cloudWatch;
    private final Pattern function;
    private final CallBudget budget;
    private final InstantSource clock;
    private @Nullable Behind last;
    private Instant askedAt = Instant.MIN;

    /// @param stack the stack; the names of its functions begin with its name
    StreamMetrics(
            CloudWatchClient cloudWatch, String stack, CallBudget budget, InstantSource clock) {
        this.cloudWatch = cloudWatch;
        // A name that CloudFormation generates ends with a random word.
        this.function =
                Pattern.compile(Pattern.quote(stack) + "-([A-Za-z0-9]+)(-[A-Za-z0-9]{8,})?");
        this.budget = budget;
        this.clock = clock;
    }

    @Override
    public synchronized Behind behind() {
        var now = clock.instant();
        var known = last;
        if (known != null && askedAt.plus(KEPT).isAfter(now)) return known;
        budget.take();
        var asked = ask(now);
        last = asked;
        askedAt = now;
        return asked;
    }

    private Behind ask(Instant now) {
        var query =
                MetricDataQuery.builder()
                        .id("age")
                        .expression(SEARCH)
                        .label("${PROP('Dim.FunctionName')}")
                        .build();
        var request =
                GetMetricDataRequest.builder()
                        .startTime(now.minus(LAST))
                        .endTime(now)
                        .metricDataQueries(query)
                        .build();
        var readers = new ArrayList<Reader>();
        try {
            for (var result : cloudWatch.getMetricDataPaginator(request).metricDataResults()) {
                var name = function.matcher(result.label());
                if (name.matches()) readers.add(reader(name.group(1), result));
            }
        } catch (SdkException failed) {
            return new Behind(List.of(), mistake(failed));
        }
        readers.sort(Comparator.comparing(Reader::name));
        return new Behind(readers, "");
    }

    private static Reader reader(String name, MetricDataResult result) {
        var behind =
                result.values().stream()
                        .max(Comparator.naturalOrder())
                        .map(millis -> Moment.length(Duration.ofMillis(millis.longValue())))
                        .map(length -> "at most " + length + " behind")
                        .orElse("has read nothing in the last 5 minutes");
        return new Reader(name, behind);
    }

    private static String mistake(SdkException failed) {
        return failed instanceof AwsServiceException said && said.statusCode() == FORBIDDEN
                ? "access denied: the credentials need the permission cloudwatch:GetMetricData"
                : "CloudWatch did not answer: " + InvokeFailure.message(failed);
    }
}
