package dev.millrace.cli;

import static java.util.Objects.requireNonNull;

import dev.millrace.local.LocalCloud;
import dev.millrace.local.LocalCloudOptions;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The whole service on a local cloud, for the tests of one class.
final class Service implements BeforeAllCallback, AfterAllCallback {
    private final LocalCloudOptions options;
    private @Nullable LocalCloud cloud;

    private Service(LocalCloudOptions options) {
        this.options = options;
    }

    /// With holds of this length, and a sweep each half second.
    static Service withHoldsOf(String duration) {
        return new Service(
                LocalCloudOptions.of(Millrace.root().resolve("template.yaml"))
                        .withParameters(Map.of("ReservationHold", duration))
                        .withScheduleEvery(Duration.ofMillis(500)));
    }

    LocalCloud cloud() {
        return requireNonNull(cloud, "it runs from before the first test to after the last");
    }

    ServiceClient client() {
        return new ServiceClient(
                cloud().api(), cloud().eventBridge(), cloud().resource("Bus"), Thread::sleep);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        cloud = LocalCloud.start(options);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        cloud().close();
    }
}
