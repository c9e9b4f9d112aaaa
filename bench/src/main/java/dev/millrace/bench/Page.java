package dev.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A page of the docs with a part that the benchmarks write.
record Page(Path file) {
    private static final String BEGIN = "<!-- measured: ./millrace bench --save writes this -->\n";
    private static final String END = "<!-- measured: end -->\n";

    /// Replaces the measured part, and nothing else.
    void replaceMeasured(String measured) throws IOException {
        var text = Files.readString(file);
        var begin = text.indexOf(BEGIN);
        var end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(file + " has no part that is measured");
        }
        Files.writeString(
                file,
                text.substring(0, begin + BEGIN.length())
                        + "\n"
                        + measured
                        + "\n"
                        + text.substring(end));
    }
}
