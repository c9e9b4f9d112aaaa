package dev.millrace.cli;

import dev.millrace.eventsourcing.Ids;
import dev.millrace.local.LocalCloud;
import java.io.PrintWriter;

/// What `./millrace local` says once it runs: where it listens, and three calls to try.
final class Greeting {
    private Greeting() {}

    static void print(PrintWriter out, LocalCloud cloud) {
        var api = cloud.api();
        out.printf(
                """
                Millrace runs on this machine. Ctrl-C stops it.

                  HTTP API and bus  %s
                  DynamoDB          %s

                Put a concert on sale, book a seat, pay for it:

                  curl -X PUT %s/concerts/c1 -H 'Authorization: Bearer local:boss:admin' -H 'Content-Type: application/json' -d '{"currency":"EUR","seats":[{"row":1,"number":1,"price":"49.90"}]}'
                  curl -X POST %s/bookings -H 'Authorization: Bearer local:ada' -H 'Content-Type: application/json' -H 'Idempotency-Key: my-first' -d '{"concertId":"c1","seats":[{"row":1,"number":1}]}'
                  curl -X POST %s/ -H 'X-Amz-Target: AWSEvents.PutEvents' -H 'Content-Type: application/x-amz-json-1.1' -d '{"Entries":[{"EventBusName":"%s","Source":"payments","DetailType":"PaymentReceived","Detail":"{\\"clientId\\":\\"ada\\",\\"paymentId\\":\\"p1\\",\\"bookingId\\":\\"%s\\",\\"amount\\":\\"49.90\\",\\"currency\\":\\"EUR\\"}"}]}'

                """,
                api,
                cloud.dynamoDb(),
                api,
                api,
                api,
                cloud.resource("Bus"),
                Ids.of("idempotency-key", "ada", "my-first"));
        var not = cloud.notEmulated();
        if (!not.isEmpty()) {
            out.println("Not as on AWS:");
            not.forEach(line -> out.println("  " + line));
            out.println();
        }
        out.flush();
    }
}
