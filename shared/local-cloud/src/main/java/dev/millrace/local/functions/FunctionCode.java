package dev.millrace.local.functions;

import com.amazonaws.services.lambda.runtime.Context;
import dev.millrace.local.LocalCloudException;
import dev.millrace.local.injvm.InJvmEndpoints;
import dev.millrace.local.injvm.InJvmHttpService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// Loads the code of all functions of a template with one class loader, in the template's order. A
/// `CodeUri` names an archive or a folder, with classes at its root and libraries in `lib`. A
/// library that several of them contain with the same name and content is loaded once. Functions
/// see the JDK, the Lambda runtime's interfaces and each other's code, but not the program that
/// runs them.
public final class FunctionCode implements AutoCloseable {
    private static final Pattern LIBRARY = Pattern.compile("lib/([^/\\\\]+\\.jar)");

    private final List<URL> places = new ArrayList<>();

    /// The checksum and the name of each library in `places`.
    private final Set<String> libraries = new HashSet<>();

    private final Path template;
    private final URLClassLoader classes;
    private @Nullable Path unpacked;

    /// Finds the code. Libraries in archives are unpacked into a temporary folder until [#close].
    ///
    /// @throws LocalCloudException if a function's code is missing or cannot be read
    public static FunctionCode load(List<FunctionSpec> functions, Path template) {
        return new FunctionCode(functions, template);
    }

    private FunctionCode(List<FunctionSpec> functions, Path template) {
        this.template = template.toAbsolutePath().normalize();
        try {
            var added = new HashSet<Path>();
            for (var function : functions) {
                var code = place(function);
                if (!added.add(code)) continue;
                if (Files.isDirectory(code)) addFolder(code);
                else addArchive(code);
            }
        } catch (IOException e) {
            delete();
            throw new LocalCloudException(
                    "%s: the functions' code cannot be read: %s".formatted(template, e), e);
        } catch (LocalCloudException e) {
            delete();
            throw e;
        }
        this.classes = new Code(places.toArray(URL[]::new));
    }

    public ClassLoader classes() {
        return classes;
    }

    private Path place(FunctionSpec function) {
        var uri = function.codeUri().orElseThrow(() -> wrong(function, "has no CodeUri"));
        if (uri.contains("://")) {
            throw wrong(function, "CodeUri %s is not on this machine".formatted(uri));
        }
        var code = template.resolveSibling(uri).normalize();
        if (Files.exists(code)) return code;
        throw wrong(
                function,
                "CodeUri %s does not exist: build it first (mvn package); looked for %s"
                        .formatted(uri, code));
    }

    private static LocalCloudException wrong(FunctionSpec function, String what) {
        return new LocalCloudException(
                "%s: function %s: %s".formatted(function.at(), function.id(), what));
    }

    private void addFolder(Path folder) throws IOException {
        places.add(folder.toUri().toURL());
        var lib = folder.resolve("lib");
        if (!Files.isDirectory(lib)) return;
        try (var files = Files.list(lib)) {
            for (var file : files.sorted().toList()) {
                var name = file.getFileName().toString();
                if (name.endsWith(".jar") && libraries.add(libraryKey(crc(file), name))) {
                    places.add(file.toUri().toURL());
                }
            }
        }
    }

    private static String libraryKey(long crc, String name) {
        return String.format(Locale.ROOT, "%x-%s", crc, name);
    }

    private static long crc(Path file) throws IOException {
        var crc = new CRC32();
        crc.update(Files.readAllBytes(file));
        return crc.getValue();
    }

    private void addArchive(Path archive) throws IOException {
        places.add(archive.toUri().toURL());
        try (var zip = new ZipFile(archive.toFile())) {
            for (var entries = zip.entries(); entries.hasMoreElements(); ) {
                addLibrary(zip, entries.nextElement());
            }
        }
    }

    private void addLibrary(ZipFile zip, ZipEntry entry) throws IOException {
        var library = LIBRARY.matcher(entry.getName());
        if (!library.matches()) return;
        var key = libraryKey(entry.getCrc(), library.group(1));
        if (!libraries.add(key)) return;
        if (unpacked == null) unpacked = Files.createTempDirectory("millrace-functions-");
        var jar = unpacked.resolve(key);
        try (var content = zip.getInputStream(entry)) {
            Files.copy(content, jar);
        }
        places.add(jar.toUri().toURL());
    }

    @Override
    public void close() throws IOException {
        classes.close();
        delete();
    }

    private void delete() {
        if (unpacked == null) return;
        try (var files = Files.walk(unpacked)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Loads the functions' code and a copy of the in-JVM HTTP client. The copy is needed because
    /// the client must use the SDK that the functions have.
    private static final class Code extends URLClassLoader {
        static {
            registerAsParallelCapable();
        }

        Code(URL[] places) {
            super("functions", places, new LambdaRuntime());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!name.startsWith(InJvmHttpService.class.getName())) return super.findClass(name);
            var file = name.substring(name.lastIndexOf('.') + 1) + ".class";
            try (var code = InJvmHttpService.class.getResourceAsStream(file)) {
                if (code == null) throw new ClassNotFoundException(name);
                var bytes = code.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /// Loads what Lambda provides besides the function's code: the JDK, and the interfaces between
    /// Lambda and handlers. Handlers and the local cloud must share these interfaces and
    /// [InJvmEndpoints], so both come from the program's own class loader.
    private static final class LambdaRuntime extends ClassLoader {
        private static final Set<String> PACKAGES =
                Set.of(Context.class.getPackageName(), Context.class.getPackageName() + ".logging");

        static {
            registerAsParallelCapable();
        }

        LambdaRuntime() {
            super("lambda runtime", ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(InJvmEndpoints.class.getName())) return Class.forName(name);
            var end = name.lastIndexOf('.');
            if (end < 0 || !PACKAGES.contains(name.substring(0, end))) {
                throw new ClassNotFoundException(name);
            }
            return Class.forName(name, false, Context.class.getClassLoader());
        }
    }
}
