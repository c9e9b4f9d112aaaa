package dev.millrace.bench;

import dev.millrace.cli.Millrace;
import java.nio.file.Path;

/// Finds files in the checkout.
final class Project {
    private Project() {}

    static Path template() {
        return file("template.yaml");
    }

    static Path file(String name) {
        return Millrace.root().resolve(name);
    }
}
