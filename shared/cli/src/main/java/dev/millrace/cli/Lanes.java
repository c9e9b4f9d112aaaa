package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A booking's life as a picture, before it is drawn: who did what, in which order, and what came
/// of it.
///
/// A column is a moment. Columns stand in order and not to scale, as what happens within a second
/// and what is due in six hours must be legible side by side. In a column everything flows down:
/// from outside to a process, to the booking, to the bus.
///
/// @param lanes from top to bottom; only those that have a mark
/// @param marks in the order in which they came of each other, at most one where a lane and a
///   column meet
/// @param now the columns [When#SOON] and [When#LATER] are right of it
record Lanes(
        List<Lane> lanes,
        List<Column> columns,
        List<Mark> marks,
        List<Arrow> arrows,
        @Nullable Instant now) {

    /// What a lane is of, in the order of the lanes.
    enum Kind {
        OUTSIDE("clients, bus, time"),
        SEATS("of the concert"),
        PROCESS("process"),
        ENTITY("its journal"),
        LISTENER("process"),
        BUS("what is told");

        private final String inWords;

        Kind(String inWords) {
            this.inWords = inWords;
        }

        String inWords() {
            return inWords;
        }
    }

    record Lane(Kind kind, String name) {
        static final Lane OUTSIDE = new Lane(Kind.OUTSIDE, "Outside");
        static final Lane SEATS = new Lane(Kind.SEATS, "Seats");
        static final Lane BOOKING = new Lane(Kind.ENTITY, "Booking");
        static final Lane BUS = new Lane(Kind.BUS, "Bus");

        private static final List<String> KNOWN =
                List.of("reservation", "payment", "reminder", "expiry");
        private static final List<String> LISTENERS =
                List.of("booking-stream", "booking-view", "announcement");

        /// What sends commands is above the booking; what only hears of it is beneath.
        static final Comparator<Lane> ORDER =
                Comparator.comparing(Lane::kind)
                        .thenComparingInt(lane -> (KNOWN.indexOf(lane.name) + 100) % 100);

        static Lane of(String process) {
            return new Lane(LISTENERS.contains(process) ? Kind.LISTENER : Kind.PROCESS, process);
        }
    }

    enum When {
        PAST,
        /// It happened, and nobody kept when.
        UNDATED,
        /// Within a minute or two, by itself.
        SOON,
        LATER
    }

    /// @param at absent where it is not known
    record Column(When when, @Nullable Instant at) {
        boolean isBehind() {
            return when == When.PAST || when == When.UNDATED;
        }
    }

    enum Look {
        DONE,
        /// Not yet: it waits for its time, or is owed.
        PENDING,
        /// It needs somebody.
        WARNING
    }

    /// Something that somebody did, or is to do.
    ///
    /// @param texts what; a line each
    /// @param note in a few more words; may be empty
    /// @param detail all that is known of it, where that is more; may be empty
    record Mark(Lane lane, int column, List<String> texts, String note, String detail, Look look) {
        Mark {
            texts = List.copyOf(texts);
        }

        /// In one sentence, with all that is known.
        String inWords() {
            var what = String.join(", ", texts);
            if (!detail.isEmpty()) return what + ": " + detail;
            return note.isEmpty() ? what : what + " (" + note + ")";
        }
    }

    /// The one caused the other.
    record Arrow(Mark from, Mark to) {}

    /// @param trace as the function `ProcessOperations` answers it
    static Lanes of(JsonNode trace) {
        var sketch = new Sketch();
        new HappenedLanes(trace, sketch).draw();
        new UndatedLanes(trace, sketch).draw();
        new PendingLanes(trace, sketch).draw();
        return sketch.lanes(Moment.instant(trace.path("now").asText()).orElse(null));
    }

    List<Mark> causesOf(Mark mark) {
        return arrows.stream().filter(arrow -> arrow.to().equals(mark)).map(Arrow::from).toList();
    }
}
