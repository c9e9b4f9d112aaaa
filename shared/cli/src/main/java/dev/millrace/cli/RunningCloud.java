package dev.millrace.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.local.LocalCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where the local cloud that was started last listens, kept in a file of this checkout for as long
/// as it runs.
record RunningCloud(long pid, URI api, URI dynamoDb) {
    private static final JsonMapper JSON = new JsonMapper();

    /// The one that runs now.
    static Optional<RunningCloud> find() {
        try {
            if (!Files.exists(file())) return Optional.empty();
            return Optional.of(JSON.readValue(file().toFile(), RunningCloud.class))
                    .filter(RunningCloud::isAlive);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /// Tells other commands of this one.
    static void announce(LocalCloud cloud) {
        var running =
                new RunningCloud(ProcessHandle.current().pid(), cloud.api(), cloud.dynamoDb());
        try {
            Files.createDirectories(file().getParent());
            JSON.writeValue(file().toFile(), running);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + file(), failed);
        }
    }

    /// Takes the announcement back, unless another has announced itself since.
    static void withdraw() {
        find().filter(running -> running.pid() == ProcessHandle.current().pid())
                .ifPresent(_ -> {
                    try {
                        Files.deleteIfExists(file());
                    } catch (IOException left) {
                        // it names a process that is gone, and is not believed
                    }
                });
    }

    private boolean isAlive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static Path file() {
        return Millrace.root().toAbsolutePath().normalize().resolve(".millrace/local-cloud.json");
    }
}
