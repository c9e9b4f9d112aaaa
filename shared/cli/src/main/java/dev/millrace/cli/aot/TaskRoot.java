package dev.millrace.cli.aot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A function's folder as Lambda unpacks it from the archive: classes, and libraries under `lib`.
public record TaskRoot(Path folder) {
    /// An AOT cache is valid only if each library has the file time that it had at the training. So
    /// all files get this one time.
    private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    /// Unpacks an archive into a new folder.
    public static TaskRoot unpack(Path archive, Path folder) throws IOException {
        try (var zip = zip(archive, Map.of("enablePosixFileAttributes", true))) {
            copy(zip.getPath("/"), folder, _ -> true);
        }
        return new TaskRoot(folder);
    }

    /// Packs the folder, with the permissions and times of its files.
    public void pack(Path archive) throws IOException {
        Files.deleteIfExists(archive);
        try (var zip = zip(archive, Map.of("create", true, "enablePosixFileAttributes", true))) {
            copy(folder, zip.getPath("/"), _ -> true);
        }
    }

    /// Packs the classes as a library, because an AOT cache does not support classes in folders.
    ///
    /// @return the class path: all libraries, relative to the folder
    public List<String> packClasses() throws IOException {
        var lib = folder.resolve("lib");
        Predicate<Path> isClass =
                file -> !file.startsWith(lib) && !file.getFileName().toString().equals("lib");
        try (var jar = zip(lib.resolve("a-function.jar"), Map.of("create", true))) {
            copy(folder, jar.getPath("/"), isClass);
        }
        for (var file : children(folder)) if (!file.equals(lib)) delete(file);
        return children(lib).stream().map(file -> folder.relativize(file).toString()).toList();
    }

    /// Sets the file time of all files to the one that the archive has.
    public void setTimes() throws IOException {
        for (var file : all(folder)) Files.setLastModifiedTime(file, TIME);
    }

    /// Copies files with their permissions and times.
    private static void copy(Path from, Path to, Predicate<Path> which) throws IOException {
        for (var file : all(from)) {
            if (file.equals(from) || !which.test(file)) continue;
            var target = to.resolve(from.relativize(file).toString());
            if (Files.isDirectory(file)) Files.createDirectories(target);
            else {
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /// Whether the archive has an AOT cache already.
    public boolean isAot() {
        return Files.exists(folder.resolve("bootstrap"));
    }

    public static void delete(Path folder) throws IOException {
        for (var file : all(folder).reversed()) Files.delete(file);
    }

    private static List<Path> children(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    private static FileSystem zip(Path archive, Map<String, ?> options) throws IOException {
        return FileSystems.newFileSystem(
                URI.create("jar:" + archive.toAbsolutePath().toUri()), options);
    }
}
