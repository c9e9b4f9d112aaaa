package dev.millrace.cli;

/// Text that has so much room and no more: SVG neither wraps nor cuts it.
final class Fit {
    /// From here on most scripts are written with characters about as wide as high.
    private static final int WIDE = 0x1100;

    private Fit() {}

    /// @param room in Latin letters
    static String to(int room, String text) {
        var line = Printable.line(text);
        if (width(line) <= room) return line;
        var cut = new StringBuilder();
        var used = 1; // the ellipsis
        for (var character : line.codePoints().toArray()) {
            used += width(character);
            if (used > room) break;
            cut.appendCodePoint(character);
        }
        return cut.toString().stripTrailing() + "…";
    }

    private static int width(String line) {
        return line.codePoints().map(Fit::width).sum();
    }

    private static int width(int character) {
        return character < WIDE ? 1 : 2;
    }
}
