package dev.millrace.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// How a template is to be run. [#of] gives what fits tests: free ports, loopback only, all in
/// memory. It never changes: whatever is said otherwise is said of a copy.
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
    /// @param number the port wanted; 0 for any that is free
    /// @param orNextFree whether the next free one will do where it is taken
    public record Port(int number, boolean orNextFree) {
        public static Port anyFree() {
            return new Port(0, false);
        }

        /// This one and no other: where it is taken, nothing starts.
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

    /// Handlers come from this class loader, and no `CodeUri` is looked at: for tests of what is
    /// not packaged yet.
    public LocalCloudOptions withClasses(ClassLoader loader) {
        return with(copy -> copy.classes = Optional.of(loader));
    }

    /// On a backend that is started and closed with the local cloud. Folder and DynamoDB's port are
    /// the embedded one's.
    public LocalCloudOptions withBackend(Backend other) {
        return with(copy -> copy.backend = Optional.of(other));
    }

    /// The SAM template.
    public Path template() {
        return template;
    }

    /// The stack's name, which begins every physical name.
    public String stack() {
        return stack;
    }

    /// Where the HTTP API and the bus listen.
    public Port apiPort() {
        return apiPort;
    }

    /// Where DynamoDB listens.
    public Port dynamoDbPort() {
        return dynamoDbPort;
    }

    /// The address both listen on.
    public String bind() {
        return bind;
    }

    /// The folder to keep everything in; in memory where it is not given.
    public Optional<Path> data() {
        return data;
    }

    /// The template's parameters, as `--parameter-overrides` has them.
    public Map<String, String> parameters() {
        return parameters;
    }

    /// The rate of every schedule, whatever the template says.
    public Optional<Duration> scheduleEvery() {
        return scheduleEvery;
    }

    /// Where the handlers are; in what the template's `CodeUri` name where it is not given.
    public Optional<ClassLoader> classes() {
        return classes;
    }

    /// What they stand on; an embedded one where it is not given.
    public Optional<Backend> backend() {
        return backend;
    }
}
