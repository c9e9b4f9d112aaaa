package dev.millrace.cli;

import dev.millrace.local.LocalCloud;
import java.util.ArrayList;
import java.util.List;

/// The four bookings of the demo, as clients play them over HTTP and the bus.
final class DemoStories {
    private static final String CONCERT = "midsummer";
    private static final String PRICE = "49.90";

    private final ServiceClient service;

    DemoStories(LocalCloud cloud) {
        this.service = new ServiceClient(cloud.api(), cloud.resource("Bus"));
    }

    /// What became of a booking, and what should have.
    record Story(String title, String client, String bookingId, String expected, String actual) {
        boolean endedAsExpected() {
            return expected.equals(actual);
        }

        String headline() {
            var end =
                    endedAsExpected()
                            ? "@|green %s|@".formatted(actual)
                            : "@|red %s, not %s|@".formatted(actual, expected);
            return "@|bold %s|@  booking %s of %s: %s".formatted(title, bookingId, client, end);
        }
    }

    /// Plays them: the unpaid one waits for its deadline while the others go on.
    List<Story> play() {
        service.putConcert(CONCERT, PRICE, 3);
        var paid = service.book("ada", CONCERT, 1);
        var unpaid = service.book("ben", CONCERT, 2);
        var cancelled = service.book("dora", CONCERT, 3);
        service.await("ada", paid, "CONFIRMED");
        var refused = service.book("cleo", CONCERT, 1);
        service.pay("ada", "payment-1", paid, PRICE);
        service.await("dora", cancelled, "CONFIRMED");
        service.cancel("dora", cancelled, "changed-my-mind");
        service.await("ben", unpaid, "CONFIRMED");

        var stories = new ArrayList<Story>();
        stories.add(ended("1. Paid and settled.", "ada", paid, "SETTLED"));
        stories.add(ended("2. Never paid, expired …", "ben", unpaid, "EXPIRED"));
        var again = service.bookWhenFree("emil", CONCERT, 2);
        stories.add(
                ended("   … and its seat booked by the next client.", "emil", again, "CONFIRMED"));
        stories.add(ended("3. Refused, as the seat is taken.", "cleo", refused, "DENIED"));
        stories.add(ended("4. Cancelled.", "dora", cancelled, "CANCELLED"));
        return stories;
    }

    private Story ended(String title, String client, String bookingId, String expected) {
        return new Story(
                title, client, bookingId, expected, service.await(client, bookingId, expected));
    }
}
