package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes a small complete service into a new folder: the project `examples/starter` with the
/// package and the name that the user gives.
@Command(
        name = "new",
        description = "Writes a small complete service of your own into a new folder.",
        mixinStandardHelpOptions = true)
final class NewCommand extends CliCommand {
    private static final String PACKAGE = "com.example.service";
    private static final String NAME = "my-service";

    /// Tools that make jars exclude `.gitignore`, so the starter has the file under this name.
    private static final String GITIGNORE = "gitignore";

    private static final Pattern A_NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    @Parameters(paramLabel = "DIR", description = "A new or an empty folder.")
    private Path folder = Path.of("");

    @Option(
            names = "--package",
            required = true,
            paramLabel = "PACKAGE",
            description = "The Java package of its classes, such as com.acme.parcels.")
    private String javaPackage = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "The name of the service and its stack. Default: the last part of the package.")
    private @Nullable String name;

    @Override
    public Integer call() {
        var service = name == null ? javaPackage.replaceFirst(".*\\.", "") : name;
        if (!SourceVersion.isName(javaPackage) || javaPackage.startsWith("java.")) {
            throw wrongUse(
                    "--package %s: is not a package name, such as com.acme.parcels"
                            .formatted(Printable.line(javaPackage)));
        }
        if (!A_NAME.matcher(service).matches()) {
            throw wrongUse(
                    "%s: a name has lower-case letters, digits and -, 40 at most: choose one with --name"
                            .formatted(Printable.line(service)));
        }
        if (folder.toString().contains(":")) {
            throw new UserMistake(
                    "%s: a Java class path cannot contain a colon; choose a folder without one"
                            .formatted(folder));
        }
        try {
            write(service);
        } catch (IOException failed) {
            throw PageFile.mistake(folder, failed);
        }
        out().printf(
                        """
                        Written to %s. There:

                          mvn verify         # builds it, and passes its tests
                          ./millrace local   # runs it on this machine
                        """,
                        Printable.line(folder.toString()));
        out().flush();
        return 0;
    }

    private void write(String service) throws IOException {
        if (Files.exists(folder) && !isEmptyFolder()) {
            throw new UserMistake(
                    "%s is not empty: choose a new or an empty folder".formatted(folder));
        }
        var starter = starter();
        if (!starter.getScheme().equals("jar")) {
            copy(Path.of(starter), service);
            return;
        }
        try (var jar = FileSystems.newFileSystem(starter, Map.of())) {
            copy(jar.getPath("starter"), service);
        }
    }

    private boolean isEmptyFolder() throws IOException {
        if (!Files.isDirectory(folder)) return false;
        try (var entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static URI starter() {
        var folder = NewCommand.class.getResource("/starter");
        if (folder == null) throw new IllegalStateException("the starter is not on the class path");
        try {
            return folder.toURI();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void copy(Path starter, String service) throws IOException {
        List<Path> files;
        try (var all = Files.walk(starter)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (var file : files) {
            var path = starter.relativize(file).toString().replace('\\', '/');
            var name = path.equals(GITIGNORE) ? "." + path : path;
            var target = folder.resolve(name.replace(inPath(PACKAGE), inPath(javaPackage)));
            Files.createDirectories(target.toAbsolutePath().getParent());
            var text = Files.readString(file, UTF_8);
            Files.writeString(target, text.replace(PACKAGE, javaPackage).replace(NAME, service));
            if (path.equals("millrace") && !target.toFile().setExecutable(true, false)) {
                throw new IOException(target + " cannot be made executable");
            }
        }
    }

    private static String inPath(String javaPackage) {
        return javaPackage.replace('.', '/');
    }
}
