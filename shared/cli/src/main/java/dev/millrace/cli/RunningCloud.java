package dev.millrace.cli;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.local.LocalCloud;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/// Where the local cloud that was started last listens, kept in a file of this checkout for as long
/// as it runs. Fields of other versions of `./millrace` are ignored.
@JsonIgnoreProperties(ignoreUnknown = true)
record RunningCloud(long pid, URI api) {
    private static final JsonMapper JSON = new JsonMapper();

    /// The one that runs now; the last started, where there are several.
    static Optional<RunningCloud> find() {
        if (!Files.isDirectory(folder())) return Optional.empty();
        try (var files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted(Comparator.comparingLong(RunningCloud::written).reversed())
                    .flatMap(file -> read(file).stream())
                    .filter(RunningCloud::isAlive)
                    .findFirst();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /// Tells other commands of this one.
    static void announce(LocalCloud cloud) {
        var pid = ProcessHandle.current().pid();
        var file = file(pid);
        try {
            Files.createDirectories(file.getParent());
            JSON.writeValue(file.toFile(), new RunningCloud(pid, cloud.api()));
        } catch (IOException failed) {
            throw new UserMistake(
                    "%s cannot be written (%s): by it other commands find this local cloud"
                            .formatted(file, failed.getMessage()));
        }
    }

    /// Takes the announcement back.
    static void withdraw() {
        try {
            Files.deleteIfExists(file(ProcessHandle.current().pid()));
        } catch (IOException left) {
            // it names a process that is gone, and is not believed
        }
    }

    private static Optional<RunningCloud> read(Path file) {
        try {
            return Optional.of(JSON.readValue(file.toFile(), RunningCloud.class));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static long written(Path file) {
        return file.toFile().lastModified();
    }

    private boolean isAlive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static Path file(long pid) {
        return folder().resolve("local-cloud-" + pid + ".json");
    }

    private static Path folder() {
        return Millrace.root().toAbsolutePath().normalize().resolve(".millrace");
    }
}
