package dev.millrace.acceptance;

import static java.util.Objects.requireNonNull;

import dev.millrace.TemplateFile;
import dev.millrace.demo.ServiceClient;
import dev.millrace.local.LocalCloud;
import dev.millrace.local.LocalCloudOptions;
import dev.millrace.localstack.LocalStack;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The whole service on a local cloud, for the tests of one class.
final class Service implements ExecutionCondition, BeforeAllCallback, AfterAllCallback {
    private final LocalCloudOptions options;
    private @Nullable LocalCloud cloud;

    private Service(LocalCloudOptions options) {
        this.options = options;
    }

    /// With holds of this ISO-8601 duration, a short wait for unknown bookings, and a sweep each
    /// half second.
    static Service withHoldsOf(String duration) {
        return new Service(
                TemplateFile.local()
                        .withParameters(
                                Map.of("ReservationHold", duration, "UnknownBookingWait", "PT1S"))
                        .withScheduleEvery(Duration.ofMillis(500)));
    }

    /// The same, with the log level DEBUG.
    Service inDetail() {
        var parameters = new HashMap<>(options.parameters());
        parameters.put("LogLevel", "DEBUG");
        return new Service(options.withParameters(parameters));
    }

    LocalCloud cloud() {
        return requireNonNull(cloud, "it runs from before the first test to after the last");
    }

    /// A client that names the bus by its ARN. LocalStack looks for a plain name in the region of
    /// the signature, and this client does not sign.
    ServiceClient client() {
        var bus = "arn:aws:events:eu-central-1:000000000000:event-bus/" + cloud().resource("Bus");
        return new ServiceClient(cloud().api(), cloud().eventBridge(), bus, Thread::sleep);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return LocalStack.isMissing()
                ? ConditionEvaluationResult.disabled("no Docker answers")
                : ConditionEvaluationResult.enabled("the backend is available");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!context.getTags().contains("end-to-end")) {
            throw new IllegalStateException("tag the test as end-to-end");
        }
        cloud =
                LocalCloud.start(
                        LocalStack.ofThisRun()
                                .map(backend ->
                                        options.withBackend(backend).withStack(stack(context)))
                                .orElse(options));
    }

    /// All test classes share one LocalStack, so each class has a stack of its own.
    private static String stack(ExtensionContext context) {
        return context.getRequiredTestClass().getSimpleName();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (cloud != null) cloud.close();
    }
}
