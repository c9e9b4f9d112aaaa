package dev.millrace.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A table of figures, as Markdown.
final class Table {
    private static final int MOST_CHARACTERS = 120;

    private final String title;
    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    /// @param title a sentence that says what was measured, and how
    Table(String title, String... header) {
        this.title = title;
        this.header = List.of(header);
    }

    /// @param cells texts as they are, numbers as [Numbers] shows them
    Table row(Object... cells) {
        if (cells.length != header.size()) {
            throw new IllegalArgumentException(
                    "%s cells under %s".formatted(List.of(cells), header));
        }
        var texts = new ArrayList<String>();
        for (var cell : cells) {
            texts.add(
                    cell instanceof Number number
                            ? Numbers.text(number.doubleValue())
                            : cell.toString());
        }
        rows.add(texts);
        return this;
    }

    List<List<String>> rows() {
        return rows;
    }

    String markdown() {
        var lines = new ArrayList<String>();
        lines.addAll(wrapped(title));
        lines.add("");
        lines.add(line(header));
        lines.add("|---" + String.join("", Collections.nCopies(header.size() - 1, "|--:")) + "|");
        rows.forEach(row -> lines.add(line(row)));
        return String.join("\n", lines) + "\n";
    }

    /// Wraps lines at the longest length that docs may have.
    private static List<String> wrapped(String text) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            if (line.length() + word.length() >= MOST_CHARACTERS) {
                lines.add(line.toString());
                line.setLength(0);
            }
            if (!line.isEmpty()) line.append(' ');
            line.append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
