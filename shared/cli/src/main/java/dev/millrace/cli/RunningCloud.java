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

/// The address of a running local cloud. A file of this checkout contains it while the local cloud
/// runs. Fields of other versions of `./millrace` are ignored.
@JsonIgnoreProperties(ignoreUnknown = true)
record RunningCloud(long pid, URI api) {
    private static final JsonMapper JSON = new JsonMapper();

    /// The local cloud that runs now; the last started one, if there are several.
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

    /// Writes the file by which other commands find this local cloud.
    static void announce(LocalCloud cloud) {
        var pid = ProcessHandle.current().pid();
        var file = file(pid);
        try {
            Files.createDirectories(file.getParent());
            JSON.writeValue(file.toFile(), new RunningCloud(pid, cloud.api()));
        } catch (IOException failed) {
            throw new UserMistake(
                    "%s cannot be written (%s): other commands need it to find this local cloud"
                            .formatted(file, failed.getMessage()));
        }
    }

    /// Deletes the file.
    static void withdraw() {
        try {
            Files.deleteIfExists(file(ProcessHandle.current().pid()));
        } catch (IOException left) {
            // it names a process that has ended, so other commands ignore it
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
