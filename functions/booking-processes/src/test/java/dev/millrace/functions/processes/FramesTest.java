package dev.millrace.functions.processes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.Seat;
import dev.millrace.booking.Seats;
import dev.millrace.booking.dynamodb.BookingHistory;
import dev.millrace.eventsourcing.lambda.StreamBatch;
import dev.millrace.eventsourcing.lambda.TestContext;
import java.io.IOException;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Stack traces are short: few methods of ours are between Lambda's call and the process.
/// docs/how-it-works.md lists these methods.
@DisplayNameGeneration(ReplaceUnderscores.class)
class FramesTest {
    private static final int MOST_FRAMES = 7;

    @RegisterExtension private final Backstage stage = new Backstage();

    @Test
    void from_the_handler_to_the_process_there_are_at_most_seven_methods_of_ours()
            throws IOException {
        var booking = stage.history().placed("ada", "1", 1);
        var seats = new StackTracingSeats();

        stage.reservationInOneThread(seats)
                .handleRequest(StreamBatch.ofItems(stage.records(booking)), TestContext.inTime());

        assertThat(seats.frames).first().asString().endsWith("Reservation.on");
        assertThat(seats.frames).last().asString().endsWith("StreamFunction.handleRequest");
        assertThat(seats.frames).hasSizeLessThanOrEqualTo(MOST_FRAMES);
        assertThat(walkedInTheDocs()).isEqualTo(seats.frames.reversed());
    }

    /// The second column of the table in docs/how-it-works.md: `| 1 | `Type.method` | … |`.
    private static List<String> walkedInTheDocs() throws IOException {
        var root = requireNonNull(System.getProperty("millrace.root"));
        return Files.readAllLines(Path.of(root, "docs", "how-it-works.md")).stream()
                .map(Pattern.compile("\\| [0-9] \\| `(\\w+\\.\\w+)` .*")::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1))
                .toList();
    }

    /// Records our methods on the stack, the innermost first, without those of tests and without
    /// the bridge methods that javac makes for generic methods.
    private static final class StackTracingSeats implements Seats {
        private final List<String> frames = new ArrayList<>();

        @Override
        public HoldAnswer hold(String bookingId, String concertId, List<Seat> seats) {
            StackWalker.getInstance(Set.of(Option.RETAIN_CLASS_REFERENCE))
                    .forEach(frame -> {
                        if (isMainCode(frame.getDeclaringClass()) && !isBridge(frame))
                            frames.add(name(frame));
                    });
            return new HoldAnswer.Held(
                    BookingHistory.tickets("49.90"), BookingHistory.BEGINNING.plus(Backstage.HOLD));
        }

        private static boolean isMainCode(Class<?> type) {
            if (!type.getName().startsWith("dev.millrace.")) return false;
            var location = type.getProtectionDomain().getCodeSource().getLocation().getPath();
            return !location.contains("/test-classes/") && !location.endsWith("-tests.jar");
        }

        private static boolean isBridge(StackFrame frame) {
            return Stream.of(frame.getDeclaringClass().getDeclaredMethods())
                    .filter(method -> method.getName().equals(frame.getMethodName()))
                    .filter(method ->
                            List.of(method.getParameterTypes())
                                    .equals(frame.getMethodType().parameterList()))
                    .anyMatch(Method::isBridge);
        }

        private static String name(StackFrame frame) {
            return frame.getDeclaringClass().getSimpleName() + "." + frame.getMethodName();
        }

        @Override
        public void release(String bookingId) {}

        @Override
        public @Nullable HoldAnswer answer(String bookingId) {
            return null;
        }
    }
}
