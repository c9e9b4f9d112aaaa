package dev.millrace.cli;

import dev.millrace.cli.ConsolePages.Site;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows a service in the browser: what is due and parked, and the live trace of an entity.
@Command(
        name = "console",
        description = "Shows a service in the browser, and lets an operator redrive and skip.",
        mixinStandardHelpOptions = true)
final class ConsoleCommand extends CliCommand {
    private static final int TOKEN_BYTES = 24;

    /// Per minute, for all pages together.
    private static final int MOST_CALLS_ON_AWS = 60;

    private static final int MOST_CALLS = 600;

    private final InstantSource clock;

    @Mixin private Deployment deployment = new Deployment();

    @Option(names = "--port", description = "Its port on 127.0.0.1. Default: any free port.")
    private int port;

    @Option(names = "--read-only", description = "Shows everything and changes nothing.")
    private boolean readOnly;

    ConsoleCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var server = server(deployment, readOnly, port, clock, null)) {
            out().println("Console: " + server.address());
            out().flush();
            new CountDownLatch(1).await();
        }
        return 0;
    }

    /// @param port 0 for any free port
    /// @param play the page Play of a local cloud in this JVM; null without one
    static ConsoleServer server(
            Deployment deployment,
            boolean readOnly,
            int port,
            InstantSource clock,
            @Nullable PlayPage play) {
        var caller = deployment.caller();
        var site =
                new Site(
                        deployment.title(caller),
                        deployment.options(),
                        caller,
                        deployment.isOnAws(),
                        readOnly);
        var most = deployment.isOnAws() ? MOST_CALLS_ON_AWS : MOST_CALLS;
        var budget = new CallBudget(most, clock);
        var operations = new OperationsClient(deployment, budget);
        var readers = deployment.readers(budget, clock);
        var pages = new ConsolePages(operations, readers, site, clock, play);
        return new ConsoleServer(pages, port, token());
    }

    private static String token() {
        var bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
