package dev.millrace.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Options for running a template. The defaults of [#of] suit tests: free ports, loopback only, all
/// data in memory. Options are immutable: each `with…` method returns a copy.
public final class LocalCloudOptions {
    private final Path template;
    private String stack = "millrace-local";
    private Port apiPort = Port.anyFree();
    private Port dynamoDbPort = Port.anyFree();
    private String bind = "127.0.0.1";
    private Optional<Path> data = Optional.empty();
    private Map<String, String> parameters = Map.of();
    private Optional<Duration> scheduleEvery = Optional.empty();
    private Optional<ClassLoader> classes = Optional.empty();
    private Optional<Backend> backend = Optional.empty();

    /// A port to listen on.
    ///
    /// @param number the wanted port, or 0 for any free port
    /// @param orNextFree whether to use the next free port if this one is in use
    public record Port(int number, boolean orNextFree) {
        public static Port anyFree() {
            return new Port(0, false);
        }

        /// Exactly this port. If it is in use, the start fails.
        public static Port exactly(int number) {
            return new Port(number, false);
        }

        public static Port from(int number) {
            return new Port(number, true);
        }
    }

    private LocalCloudOptions(Path template) {
        this.template = template;
    }

    public static LocalCloudOptions of(Path template) {
        return new LocalCloudOptions(template);
    }

    private LocalCloudOptions with(Consumer<LocalCloudOptions> change) {
        var copy = new LocalCloudOptions(template);
        copy.stack = stack;
        copy.apiPort = apiPort;
        copy.dynamoDbPort = dynamoDbPort;
        copy.bind = bind;
        copy.data = data;
        copy.parameters = parameters;
        copy.scheduleEvery = scheduleEvery;
        copy.classes = classes;
        copy.backend = backend;
        change.accept(copy);
        return copy;
    }

    public LocalCloudOptions withStack(String name) {
        return with(copy -> copy.stack = name);
    }

    public LocalCloudOptions withApiPort(Port port) {
        return with(copy -> copy.apiPort = port);
    }

    public LocalCloudOptions withDynamoDbPort(Port port) {
        return with(copy -> copy.dynamoDbPort = port);
    }

    public LocalCloudOptions withBind(String address) {
        return with(copy -> copy.bind = address);
    }

    public LocalCloudOptions withData(Path folder) {
        return with(copy -> copy.data = Optional.of(folder));
    }

    public LocalCloudOptions withParameters(Map<String, String> overrides) {
        return with(copy -> copy.parameters = Map.copyOf(overrides));
    }

    public LocalCloudOptions withScheduleEvery(Duration rate) {
        return with(copy -> copy.scheduleEvery = Optional.of(rate));
    }

    /// Loads handlers from this class loader and ignores `CodeUri`, for tests of code that is not
    /// packaged yet.
    public LocalCloudOptions withClasses(ClassLoader loader) {
        return with(copy -> copy.classes = Optional.of(loader));
    }

    /// Uses this backend, which is started and closed with the local cloud. The data folder and
    /// DynamoDB's port apply only to the embedded backend.
    public LocalCloudOptions withBackend(Backend other) {
        return with(copy -> copy.backend = Optional.of(other));
    }

    /// The SAM template.
    public Path template() {
        return template;
    }

    /// The stack's name, the prefix of generated physical names.
    public String stack() {
        return stack;
    }

    /// The port of the HTTP API and the bus.
    public Port apiPort() {
        return apiPort;
    }

    /// The port of DynamoDB.
    public Port dynamoDbPort() {
        return dynamoDbPort;
    }

    /// The address on which both ports listen.
    public String bind() {
        return bind;
    }

    /// The folder for all data; empty to keep it in memory.
    public Optional<Path> data() {
        return data;
    }

    /// Values of the template's parameters, as `--parameter-overrides` gives them.
    public Map<String, String> parameters() {
        return parameters;
    }

    /// One rate for all schedules; empty for the rates in the template.
    public Optional<Duration> scheduleEvery() {
        return scheduleEvery;
    }

    /// The class loader of the handlers; empty to load them from the template's `CodeUri`s.
    public Optional<ClassLoader> classes() {
        return classes;
    }

    /// The backend; empty for the embedded one.
    public Optional<Backend> backend() {
        return backend;
    }
}
