package dev.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/// Shows where the processor time of this JVM goes: samples of the Flight Recorder, by the code
/// that runs. It records until it is closed.
final class Profile implements AutoCloseable {
    /// An event of JDK 25 on Linux. On other systems the samples show Java code only, not native
    /// code.
    private static final String CPU_SAMPLE = "jdk.CPUTimeSample";

    private static final String CPU_SAMPLES_LOST = "jdk.CPUTimeSamplesLost";
    private static final String JAVA_SAMPLE = "jdk.ExecutionSample";

    private static final Duration PERIOD = Duration.ofMillis(10);

    private final Recording recording = new Recording();
    private final long cpuNanos = Jvm.cpuNanos();

    /// The code that runs, by the names of its classes.
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
        OTHER("else in Java", ".*"),
        LOST("samples that were lost", "none");

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
        profile.recording.enable(CPU_SAMPLES_LOST);
        profile.recording.enable(CPU_SAMPLE).with("throttle", PERIOD.toMillis() + "ms");
        profile.recording.enable(JAVA_SAMPLE).withPeriod(PERIOD);
        profile.recording.start();
        return profile;
    }

    /// The processor time of this process since the start, in seconds.
    double cpuSeconds() {
        return (Jvm.cpuNanos() - cpuNanos) / 1e9;
    }

    /// The processor time since the start, by part.
    Table table(String title) throws IOException {
        var all = cpuSeconds();
        var table = new Table(title, "who", "seconds", "%");
        seconds().forEach((who, seconds) -> table.row(who, seconds, 100 * seconds / all));
        return table;
    }

    /// The processor seconds since the start, by part. The time that no sample shows is that of the
    /// JVM's own threads.
    Map<String, Double> seconds() throws IOException {
        var all = cpuSeconds();
        var file = Files.createTempFile("bench-", ".jfr");
        try {
            recording.dump(file);
            var seconds = new LinkedHashMap<String, Double>();
            var told = 0.0;
            for (var part : sorted(samples(file))) {
                var taken = part.getValue() * PERIOD.toMillis() / 1e3;
                told += taken;
                seconds.put(part.getKey().title, taken);
            }
            seconds.put("the JVM: compiler, collector", Math.max(0, all - told));
            return seconds;
        } finally {
            Files.delete(file);
        }
    }

    private static List<Map.Entry<Part, Long>> sorted(Map<Part, Long> samples) {
        return samples.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .toList();
    }

    /// The samples of processor time, or those of Java code if this JVM takes no others.
    private static Map<Part, Long> samples(Path file) throws IOException {
        var ofCpu = new EnumMap<Part, Long>(Part.class);
        var ofJava = new EnumMap<Part, Long>(Part.class);
        try (var events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                var event = events.readEvent();
                switch (event.getEventType().getName()) {
                    case CPU_SAMPLE -> ofCpu.merge(part(event), 1L, Long::sum);
                    case CPU_SAMPLES_LOST ->
                            ofCpu.merge(Part.LOST, event.getLong("lostSamples"), Long::sum);
                    case JAVA_SAMPLE -> ofJava.merge(part(event), 1L, Long::sum);
                    default -> {}
                }
            }
        }
        return ofCpu.isEmpty() ? ofJava : ofCpu;
    }

    /// The part of the innermost frame that is neither `OTHER` nor `JACKSON`: JSON counts for the
    /// part that reads or writes it. Millrace's own JSON is the part `JACKSON`.
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
