package dev.millrace.cli;

import dev.millrace.local.LocalCloud;
import java.io.PrintWriter;
import java.util.Map;

/// What `./millrace local` says once it runs: where it listens, and what the template greets with.
final class Greeting {
    private static final String POLICIES =
            "IAM policies are not checked: a call that a function's role does not allow succeeds here";

    private Greeting() {}

    /// @param console its address
    /// @param parameters those that do not have their defaults
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
        out.println("Not as on AWS:");
        out.println("  " + POLICIES);
        cloud.notEmulated().forEach(line -> out.println("  " + line));
        out.println();
        out.flush();
    }
}
