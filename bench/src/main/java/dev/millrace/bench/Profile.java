package dev.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/// Where the processor time of this JVM goes: samples of the Flight Recorder, by who does the work.
/// Until it is closed it records.
final class Profile implements AutoCloseable {
    /// `CPUTimeSample` is of JDK 25 on Linux. Elsewhere samples say where Java code was, and
    /// nothing of native code.
    private static final Set<String> SAMPLES = Set.of("jdk.CPUTimeSample", "jdk.ExecutionSample");

    private static final Duration PERIOD = Duration.ofMillis(10);

    private final Recording recording = new Recording();
    private final long cpuNanos = Jvm.cpuNanos();

    /// Who does the work, by the names of classes.
    private enum Part {
        ENGINE(
                "DynamoDB Local",
                "com.amazonaws.services.dynamodbv2|software.amazon.dynamodb|com.almworks|org.antlr"),
        SDK("AWS SDK", "software.amazon.awssdk"),
        JACKSON("Jackson, for us", "com.fasterxml.jackson"),
        OURS(
                "the library and the booking",
                "dev.millrace.(eventsourcing|booking|ticketing|functions)"),
        EMULATOR("the local cloud, with its HTTP server", "dev.millrace.local|org.eclipse.jetty"),
        CLIENTS("the clients", "dev.millrace.(bench|demo)|jdk.internal.net.http"),
        OTHER("else in Java", ".*");

        final String title;
        private final Pattern classes;

        Part(String title, String packages) {
            this.title = title;
            this.classes = Pattern.compile("(%s)\\..*".formatted(packages));
        }

        static Part of(RecordedFrame frame) {
            var name = frame.getMethod().getType().getName();
            for (var part : values()) {
                if (part.classes.matcher(name).matches()) return part;
            }
            return OTHER;
        }
    }

    static Profile start() {
        var profile = new Profile();
        profile.recording.enable("jdk.CPUTimeSample").with("throttle", "10ms");
        profile.recording.enable("jdk.ExecutionSample").withPeriod(PERIOD);
        profile.recording.start();
        return profile;
    }

    /// The processor time of this process since the start.
    double cpuSeconds() {
        return (Jvm.cpuNanos() - cpuNanos) / 1e9;
    }

    Table table(String title) throws IOException {
        var file = Files.createTempFile("bench-", ".jfr");
        try {
            recording.dump(file);
            return table(title, samples(file));
        } finally {
            Files.delete(file);
        }
    }

    private static Table table(String title, Map<Part, Long> samples) {
        var all = samples.values().stream().mapToLong(Long::longValue).sum();
        var table = new Table(title, "who", "samples", "%");
        samples.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(part ->
                        table.row(
                                part.getKey().title,
                                part.getValue(),
                                100.0 * part.getValue() / all));
        return table;
    }

    /// The samples of processor time, if this JVM takes them.
    private static Map<Part, Long> samples(Path file) throws IOException {
        var byEvent = new HashMap<String, Map<Part, Long>>();
        try (var events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                var event = events.readEvent();
                var name = event.getEventType().getName();
                if (!SAMPLES.contains(name)) continue;
                byEvent.computeIfAbsent(name, _ -> new EnumMap<>(Part.class))
                        .merge(part(event), 1L, Long::sum);
            }
        }
        var ofCpu = byEvent.get("jdk.CPUTimeSample");
        return ofCpu == null ? byEvent.getOrDefault("jdk.ExecutionSample", Map.of()) : ofCpu;
    }

    /// The innermost frame that is somebody's. JSON counts for who reads or writes it, but ours is
    /// told apart.
    private static Part part(RecordedEvent event) {
        var stack = event.getStackTrace();
        if (stack == null) return Part.OTHER;
        var isJson = false;
        for (var frame : stack.getFrames()) {
            var part = Part.of(frame);
            if (part == Part.JACKSON) isJson = true;
            else if (part == Part.OURS) return isJson ? Part.JACKSON : Part.OURS;
            else if (part != Part.OTHER) return part;
        }
        return isJson ? Part.JACKSON : Part.OTHER;
    }

    @Override
    public void close() {
        recording.close();
    }
}
