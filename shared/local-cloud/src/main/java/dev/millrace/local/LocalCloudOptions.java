package dev.millrace.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// How a template is to be run. [#of] gives what fits tests: free ports, loopback only, all in
/// memory.
///
/// @param template the SAM template
/// @param stack the stack's name, which begins every physical name
/// @param apiPort where the HTTP API and the bus listen
/// @param dynamoDbPort where DynamoDB listens
/// @param bind the address both listen on
/// @param data the folder to keep everything in; in memory where it is not given
/// @param parameters the template's parameters, as `--parameter-overrides` has them
/// @param scheduleEvery the rate of every schedule, whatever the template says
/// @param classes where the handlers are
/// @param backend what they stand on; an embedded one where it is not given
public record LocalCloudOptions(
        Path template,
        String stack,
        Port apiPort,
        Port dynamoDbPort,
        String bind,
        Optional<Path> data,
        Map<String, String> parameters,
        Optional<Duration> scheduleEvery,
        ClassLoader classes,
        Optional<Backend> backend) {

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

    public LocalCloudOptions {
        parameters = Map.copyOf(parameters);
    }

    public static LocalCloudOptions of(Path template) {
        return new LocalCloudOptions(
                template,
                "millrace-local",
                Port.anyFree(),
                Port.anyFree(),
                "127.0.0.1",
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                LocalCloudOptions.class.getClassLoader(),
                Optional.empty());
    }

    public LocalCloudOptions withStack(String name) {
        return new LocalCloudOptions(
                template,
                name,
                apiPort,
                dynamoDbPort,
                bind,
                data,
                parameters,
                scheduleEvery,
                classes,
                backend);
    }

    public LocalCloudOptions withApiPort(Port port) {
        return new LocalCloudOptions(
                template,
                stack,
                port,
                dynamoDbPort,
                bind,
                data,
                parameters,
                scheduleEvery,
                classes,
                backend);
    }

    public LocalCloudOptions withDynamoDbPort(Port port) {
        return new LocalCloudOptions(
                template,
                stack,
                apiPort,
                port,
                bind,
                data,
                parameters,
                scheduleEvery,
                classes,
                backend);
    }

    public LocalCloudOptions withBind(String address) {
        return new LocalCloudOptions(
                template,
                stack,
                apiPort,
                dynamoDbPort,
                address,
                data,
                parameters,
                scheduleEvery,
                classes,
                backend);
    }

    public LocalCloudOptions withData(Path folder) {
        return new LocalCloudOptions(
                template,
                stack,
                apiPort,
                dynamoDbPort,
                bind,
                Optional.of(folder),
                parameters,
                scheduleEvery,
                classes,
                backend);
    }

    public LocalCloudOptions withParameters(Map<String, String> overrides) {
        return new LocalCloudOptions(
                template,
                stack,
                apiPort,
                dynamoDbPort,
                bind,
                data,
                overrides,
                scheduleEvery,
                classes,
                backend);
    }

    public LocalCloudOptions withScheduleEvery(Duration rate) {
        return new LocalCloudOptions(
                template,
                stack,
                apiPort,
                dynamoDbPort,
                bind,
                data,
                parameters,
                Optional.of(rate),
                classes,
                backend);
    }

    public LocalCloudOptions withClasses(ClassLoader loader) {
        return new LocalCloudOptions(
                template,
                stack,
                apiPort,
                dynamoDbPort,
                bind,
                data,
                parameters,
                scheduleEvery,
                loader,
                backend);
    }

    /// On a backend that is started and closed with the local cloud. Folder and DynamoDB's port are
    /// the embedded one's.
    public LocalCloudOptions withBackend(Backend other) {
        return new LocalCloudOptions(
                template,
                stack,
                apiPort,
                dynamoDbPort,
                bind,
                data,
                parameters,
                scheduleEvery,
                classes,
                Optional.of(other));
    }
}
