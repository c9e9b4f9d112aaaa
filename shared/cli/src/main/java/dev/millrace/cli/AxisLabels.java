package dev.millrace.cli;

import dev.millrace.cli.Lanes.Column;
import dev.millrace.cli.Lanes.When;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// The times that stand at an axis which is not to scale: each column's own, and how long it took
/// from one to the next. All in UTC.
record AxisLabels(Lanes lanes) {
    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /// When a column is, without its day.
    String time(int index) {
        var column = lanes.columns().get(index);
        var at = column.at();
        return switch (column.when()) {
            case PAST -> at == null ? "time unknown" : EXACT.format(at);
            case UNDATED -> "time not kept";
            case SOON -> "owed";
            case LATER -> at == null ? "time unknown" : TIME.format(at);
        };
    }

    /// What the time alone does not say: its day, where that is another than to the left, and how
    /// far from now it is, where it is to come.
    String note(int index) {
        var column = lanes.columns().get(index);
        var at = column.at();
        if (column.when() == When.SOON) return "leaves by itself";
        if (at == null) return "";
        var day = day(at);
        var isNews = dayBefore(index).filter(day::equals).isEmpty();
        if (column.isBehind()) return isNews ? day : "";
        return isNews ? day + ", " + ahead(at) : ahead(at);
    }

    /// When a column is, in full.
    String full(int index) {
        var at = lanes.columns().get(index).at();
        return at == null ? time(index) : day(at) + " " + time(index);
    }

    Optional<String> now() {
        return Optional.ofNullable(lanes.now()).map(TIME::format);
    }

    /// How long it took from the column to the left; empty where one of the two has no time.
    Optional<String> gap(int index) {
        var column = lanes.columns().get(index);
        var at = column.at();
        if (at == null || !column.isBehind()) return Optional.empty();
        return left(index).flatMap(left -> gap(left, at));
    }

    /// How long ago the last of what happened was; empty where nobody kept when.
    Optional<String> gapToNow() {
        var now = lanes.now();
        var behind = (int) lanes.columns().stream().filter(Column::isBehind).count();
        return now == null ? Optional.empty() : left(behind).flatMap(left -> gap(left, now));
    }

    private static Optional<String> gap(Instant from, Instant to) {
        var length = Duration.between(from, to);
        if (length.isNegative()) return Optional.empty(); // clocks differ
        if (length.toSeconds() < 1) return Optional.of(length.toMillis() + " ms");
        return Optional.of(
                length.toSeconds() < 10
                        ? String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1000.0)
                        : Moment.length(length));
    }

    private String ahead(Instant at) {
        var now = lanes.now();
        if (now == null) return "";
        return at.isAfter(now) ? Moment.distance(at, now) : "overdue";
    }

    private Optional<String> dayBefore(int index) {
        return before(index).map(AxisLabels::day);
    }

    private Optional<Instant> left(int index) {
        return index == 0
                ? Optional.empty()
                : Optional.ofNullable(lanes.columns().get(index - 1).at());
    }

    private Optional<Instant> before(int index) {
        return lanes.columns().subList(0, index).reversed().stream()
                .map(Column::at)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static String day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
    }
}
