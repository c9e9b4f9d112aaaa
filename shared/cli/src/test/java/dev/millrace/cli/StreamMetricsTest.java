package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.Readers.Reader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.paginators.GetMetricDataIterable;

/// The lag of a stack's readers, from its metrics.
@DisplayNameGeneration(ReplaceUnderscores.class)
class StreamMetricsTest {
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final CallBudget budget = new CallBudget(60, () -> now);
    private final CloudWatch cloudWatch = new CloudWatch();
    private final StreamMetrics metrics =
            new StreamMetrics(cloudWatch, "parcels", budget, () -> now);

    /// Answers what the test defines, and records the requests.
    private static final class CloudWatch implements CloudWatchClient {
        private final List<GetMetricDataRequest> requests = new ArrayList<>();
        private final List<MetricDataResult> results = new ArrayList<>();
        private boolean isForbidden;

        void has(String function, Double... millis) {
            results.add(MetricDataResult.builder().label(function).values(millis).build());
        }

        @Override
        public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
            requests.add(request);
            if (isForbidden) throw CloudWatchException.builder().statusCode(403).build();
            return GetMetricDataResponse.builder().metricDataResults(results).build();
        }

        @Override
        public GetMetricDataIterable getMetricDataPaginator(GetMetricDataRequest request) {
            return new GetMetricDataIterable(this, request);
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    @Test
    void each_reader_of_the_stack_is_named_with_the_largest_age_of_the_last_minutes() {
        cloudWatch.has("parcels-Views-1A2B3C4D5E6F", 200.0, 61_000.0, 0.0);
        cloudWatch.has("parcels-Processes");

        assertThat(metrics.behind().readers())
                .containsExactly(
                        new Reader("Processes", "has read nothing in the last 5 minutes"),
                        new Reader("Views", "at most 1 min behind"));
        var asked = cloudWatch.requests.getFirst();
        assertThat(Duration.between(asked.startTime(), asked.endTime()))
                .isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void the_readers_of_another_stack_are_left_out() {
        cloudWatch.has("parcels-dev-Views", 1.0);
        cloudWatch.has("other-parcels-Views", 1.0);

        assertThat(metrics.behind().readers()).isEmpty();
    }

    @Test
    void the_metric_is_requested_once_per_minute_and_counts_as_a_call() {
        metrics.behind();
        now = now.plusSeconds(59);
        metrics.behind();
        assertThat(cloudWatch.requests).hasSize(1);
        assertThat(budget).hasToString("1 of 60 calls a minute");
        now = now.plusSeconds(1);
        metrics.behind();

        assertThat(cloudWatch.requests).hasSize(2);
    }

    @Test
    void a_missing_permission_is_named_and_the_metric_is_not_requested_again_at_once() {
        cloudWatch.isForbidden = true;
        metrics.behind();

        assertThat(metrics.behind().mistake()).contains("cloudwatch:GetMetricData");
        assertThat(cloudWatch.requests).hasSize(1);
    }
}
