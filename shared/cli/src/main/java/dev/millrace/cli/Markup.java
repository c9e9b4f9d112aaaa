package dev.millrace.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A piece of HTML or SVG that nobody's text can break out of: whatever is put into it is escaped
/// as it is put there, and shown as [Printable] has it.
record Markup(String source) {
    static final Markup NONE = new Markup("");

    static Markup text(String text) {
        return new Markup(escaped(text));
    }

    static Markup all(List<Markup> parts) {
        return new Markup(parts.stream().map(Markup::source).collect(Collectors.joining()));
    }

    static Tag tag(String name) {
        return new Tag("<" + name, name);
    }

    /// An element whose attributes are still coming. Names are ours, values may be anybody's.
    record Tag(String open, String name) {
        Tag with(String attribute, Object value) {
            return new Tag(
                    "%s %s=\"%s\"".formatted(open, attribute, escaped(String.valueOf(value))),
                    name);
        }

        Tag styled(String styles) {
            return with("class", styles);
        }

        Tag at(double x, double y) {
            return with("x", number(x)).with("y", number(y));
        }

        Tag sized(double width, double height) {
            return with("width", number(width)).with("height", number(height));
        }

        Markup holding(Markup... parts) {
            return holding(Arrays.asList(parts));
        }

        Markup holding(List<Markup> parts) {
            return new Markup("%s>%s</%s>\n".formatted(open, all(parts).source(), name));
        }

        Markup holding(String text) {
            return new Markup("%s>%s</%s>\n".formatted(open, escaped(text), name));
        }
    }

    /// As SVG has it: short, and with a point in every locale.
    static String number(double number) {
        return number == Math.rint(number)
                ? String.valueOf(Math.round(number))
                : String.valueOf(Math.round(number * 10) / 10.0);
    }

    private static String escaped(String text) {
        return Printable.seen(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
