package dev.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// A function as Lambda unpacks it into its task root: classes, and libraries under `lib`.
record FunctionFiles(Path root) {
    /// Unpacks an archive into a new folder.
    static FunctionFiles unpack(Path archive, Path folder) throws IOException {
        try (var zip = new ZipFile(archive.toFile())) {
            for (var entry : zip.stream().toList()) {
                var file = folder.resolve(entry.getName());
                if (entry.isDirectory()) continue;
                Files.createDirectories(file.getParent());
                try (var content = zip.getInputStream(entry)) {
                    Files.copy(content, file);
                }
            }
        }
        return new FunctionFiles(folder);
    }

    /// The plain handler, in a new folder, with the libraries of this function.
    FunctionFiles plain(Path folder) throws IOException {
        var name = PlainHandler.class.getName().replace('.', '/') + ".class";
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (var content = ClassLoader.getSystemResourceAsStream(name)) {
            if (content == null) throw new IOException(name + " is not on the class path");
            Files.copy(content, file);
        }
        Files.createSymbolicLink(folder.resolve("lib"), root.resolve("lib"));
        return new FunctionFiles(folder);
    }

    /// The same as a class path of archives alone, which an AOT cache asks for.
    List<Path> classPath() throws IOException {
        var classes = root.resolveSibling(root.getFileName() + ".jar");
        if (!Files.exists(classes)) pack(classes);
        var path = new ArrayList<>(List.of(classes));
        try (var libraries = Files.list(root.resolve("lib"))) {
            path.addAll(libraries.sorted().toList());
        }
        return path;
    }

    private void pack(Path archive) throws IOException {
        try (var jar = new JarOutputStream(Files.newOutputStream(archive));
                Stream<Path> files = Files.walk(root)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = root.relativize(file).toString();
                if (name.startsWith("lib")) continue;
                jar.putNextEntry(new ZipEntry(name));
                Files.copy(file, jar);
            }
        }
    }
}
