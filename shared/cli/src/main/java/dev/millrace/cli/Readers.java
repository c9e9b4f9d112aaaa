package dev.millrace.cli;

import java.util.List;

/// The lag of the functions that read the journals' streams.
@FunctionalInterface
interface Readers {
    /// For a deployment that has no such metric.
    Readers NONE = () -> new Behind(List.of(), "");

    /// @param behind its lag, in words
    record Reader(String name, String behind) {}

    /// @param mistake why the lag is unknown; may be empty
    record Behind(List<Reader> readers, String mistake) {
        boolean isKnown() {
            return !readers.isEmpty() || !mistake.isEmpty();
        }
    }

    Behind behind();
}
