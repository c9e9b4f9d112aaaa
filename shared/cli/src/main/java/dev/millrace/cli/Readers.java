package dev.millrace.cli;

import java.util.List;

/// How far the functions that read the journals' streams are behind.
@FunctionalInterface
interface Readers {
    /// For a deployment that has no such metric.
    Readers NONE = () -> new Behind(List.of(), "");

    /// @param behind how far, in words
    record Reader(String name, String behind) {}

    /// @param mistake why it is not known; may be empty
    record Behind(List<Reader> readers, String mistake) {
        boolean isKnown() {
            return !readers.isEmpty() || !mistake.isEmpty();
        }
    }

    Behind behind();
}
