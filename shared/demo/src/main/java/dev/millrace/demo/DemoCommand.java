package dev.millrace.demo;

import dev.millrace.cli.CliCommand;
import dev.millrace.cli.Millrace;
import dev.millrace.cli.ServiceCommand;
import dev.millrace.local.LocalCloud;
import dev.millrace.local.LocalCloudOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/// Plays six bookings on a local cloud of its own, and prints each as a timeline from the journal.
@Command(
        name = "demo",
        description = "Plays six bookings on this machine, and prints what happened to each.",
        mixinStandardHelpOptions = true)
public final class DemoCommand extends CliCommand implements ServiceCommand {
    private static final String HOLD = "PT4S";

    private final InstantSource clock = InstantSource.system();

    @Override
    public Integer call() throws IOException {
        var out = out();
        var log = Files.createTempFile("millrace-demo-", ".log");
        say(
                out,
                "@|bold Millrace|@ plays six bookings on embedded DynamoDB, with real streams. A hold lasts "
                        + HOLD
                        + ".");
        System.setOut(new PrintStream(Files.newOutputStream(log), true));
        try (var cloud = LocalCloud.start(options())) {
            var bus = new BusLog(cloud, clock);
            var stories = new DemoStories(cloud, bus);
            var timeline = new Timeline(cloud, bus);
            var asExpected = true;
            for (var story : stories.play()) {
                say(out, "");
                say(out, story.headline());
                timeline.of(story.bookingId()).forEach(line -> say(out, line));
                asExpected &= story.endedAsExpected();
            }
            say(out, "");
            say(
                    out,
                    asExpected
                            ? "@|green All bookings ended as expected.|@"
                            : "@|red Not all bookings ended as expected.|@");
            say(out, "The functions' logs are in " + log);
            return asExpected ? 0 : 1;
        }
    }

    private static LocalCloudOptions options() {
        return LocalCloudOptions.of(Millrace.root().resolve("template.yaml"))
                .withParameters(Map.of("ReservationHold", HOLD))
                .withScheduleEvery(Duration.ofSeconds(1));
    }

    private static void say(PrintWriter out, String line) {
        out.println(Ansi.AUTO.string(line));
        out.flush();
    }
}
