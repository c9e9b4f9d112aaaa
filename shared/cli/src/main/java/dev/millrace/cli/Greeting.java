package dev.millrace.cli;

import dev.millrace.local.LocalCloud;
import java.io.PrintWriter;

/// What `./millrace local` says once it runs: where it listens, and what the template greets with.
final class Greeting {
    private Greeting() {}

    static void print(PrintWriter out, LocalCloud cloud) {
        out.printf(
                """
                Millrace runs on this machine. Ctrl-C stops it.

                  HTTP API and bus  %s
                  DynamoDB          %s

                """,
                cloud.api(), cloud.dynamoDb());
        cloud.greeting().ifPresent(out::println);
        var not = cloud.notEmulated();
        if (!not.isEmpty()) {
            out.println("Not as on AWS:");
            not.forEach(line -> out.println("  " + line));
            out.println();
        }
        out.flush();
    }
}
