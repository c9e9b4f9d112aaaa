package dev.millrace.cli;

import dev.millrace.local.LocalCloud;
import java.io.PrintWriter;
import java.util.Map;

/// The lines that `./millrace local` prints once it runs: its addresses, and the template's
/// greeting.
final class Greeting {
    private static final String POLICIES =
            "IAM policies are not checked: a call that a function's role does not allow succeeds here";

    private Greeting() {}

    /// @param console the address of the console
    /// @param parameters the parameters that do not have their defaults
    static void print(
            PrintWriter out, LocalCloud cloud, String console, Map<String, String> parameters) {
        out.printf(
                """
                Millrace runs on this machine. Ctrl-C stops it.

                  Console           %s
                  HTTP API and bus  %s
                  DynamoDB          %s

                """,
                console, cloud.api(), cloud.dynamoDb());
        if (!parameters.isEmpty()) {
            var values = parameters.toString();
            out.printf("  Parameters        %s%n%n", values.substring(1, values.length() - 1));
        }
        cloud.greeting().ifPresent(out::println);
        out.println("Differences from AWS:");
        out.println("  " + POLICIES);
        cloud.notEmulated().forEach(line -> out.println("  " + line));
        out.println();
        out.flush();
    }
}
