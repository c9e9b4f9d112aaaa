package dev.millrace.cli;

import dev.millrace.local.LocalCloudException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program `./millrace`: runs a service on this machine, and operates a running one.
@Command(
        name = "millrace",
        description = "Runs and operates a service of event-sourced business processes.",
        mixinStandardHelpOptions = true,
        version = "millrace 0.1.0",
        synopsisSubcommandLabel = "COMMAND")
public final class Millrace {
    private static final int WRONG_USE = 2;

    /// The JVM's replacement for bytes that are not a character in the locale's encoding.
    private static final char UNREADABLE = '\uFFFD';

    private Millrace() {}

    public static void main(String[] arguments) {
        for (var argument : arguments) {
            if (argument.indexOf(UNREADABLE) >= 0) {
                System.err.println(
                        "millrace: %s: is not UTF-8, so nothing was done".formatted(argument));
                System.exit(WRONG_USE);
            }
        }
        System.exit(commandLine(InstantSource.system()).execute(arguments));
    }

    /// A mistake of the user is printed as one line, and a defect of Millrace with its stack trace.
    public static CommandLine commandLine(InstantSource clock) {
        var millrace = new CommandLine(new Millrace());
        ServiceLoader.load(ServiceCommand.class).forEach(millrace::addSubcommand);
        return millrace.addSubcommand(new NewCommand())
                .addSubcommand(new LocalCommand())
                .addSubcommand(new InvokeCommand())
                .addSubcommand(new TraceCommand())
                .addSubcommand(new ParkedCommand(clock))
                .addSubcommand(new RedriveCommand(clock))
                .addSubcommand(new SkipCommand(clock))
                .addSubcommand(new RebuildCommand(clock))
                .addSubcommand(new EraseCommand())
                .addSubcommand(new RestoreCommand())
                .addSubcommand(new AheadCommand())
                .addSubcommand(new AotCommand(clock))
                .addSubcommand(new ConsoleCommand(clock))
                .setParameterExceptionHandler(Millrace::wrongUse)
                .setExecutionExceptionHandler((failed, command, _) -> {
                    if (!(failed instanceof UserMistake || failed instanceof LocalCloudException)) {
                        throw failed;
                    }
                    command.getErr().println("millrace: " + failed.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    private static int wrongUse(CommandLine.ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine();
        var suggestions =
                wrong instanceof UnmatchedArgumentException unmatched
                        ? unmatched.getSuggestions()
                        : List.<String>of();
        command.getErr()
                .printf(
                        "millrace: %s%s (see ./%s --help)%n",
                        wrong.getMessage(),
                        suggestions.isEmpty() ? "" : "; is it " + suggestions.getFirst() + "?",
                        command.getCommandSpec().qualifiedName());
        return WRONG_USE;
    }

    /// The checkout that this runs from. It contains template.yaml.
    public static Path root() {
        return Path.of(System.getProperty("millrace.root", "."));
    }
}
