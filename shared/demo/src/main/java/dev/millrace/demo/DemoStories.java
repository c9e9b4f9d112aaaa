package dev.millrace.demo;

import dev.millrace.eventsourcing.Ids;
import dev.millrace.local.LocalCloud;
import java.util.ArrayList;
import java.util.List;

/// The bookings of the demo, as clients play them over HTTP and the bus.
public final class DemoStories {
    private static final String CONCERT = "midsummer";
    private static final String PRICE = "49.90";

    private final ServiceClient service;
    private final BusLog bus;

    public DemoStories(LocalCloud cloud, BusLog bus) {
        this.service =
                new ServiceClient(
                        cloud.api(), cloud.eventBridge(), cloud.resource("Bus"), Thread::sleep);
        this.bus = bus;
    }

    /// How a booking ended, and how it should have ended.
    ///
    /// @param event the type of the public event that the service should have published
    /// @param published whether the service published it
    public record Story(
            String title,
            String client,
            String bookingId,
            String expected,
            String actual,
            String event,
            boolean published) {
        boolean endedAsExpected() {
            return expected.equals(actual) && published;
        }

        String headline() {
            var end =
                    expected.equals(actual)
                            ? "@|green %s|@".formatted(actual)
                            : "@|red %s, not %s|@".formatted(actual, expected);
            var missing = published ? "" : "@|red , without %s|@".formatted(event);
            return "@|bold %s|@  booking %s of %s: %s%s"
                    .formatted(title, bookingId, client, end, missing);
        }
    }

    /// Plays all stories. Bookings that wait for their deadline wait while the others continue.
    public List<Story> play() {
        service.putConcert(CONCERT, PRICE, 5);
        var early = Ids.of("idempotency-key", "flora", "early");
        service.pay("flora", "payment-early", early, PRICE);
        var paid = service.book("ada", CONCERT, 1);
        var unpaid = service.book("ben", CONCERT, 2);
        var cancelled = service.book("dora", CONCERT, 3);
        service.bookUnder("early", "flora", CONCERT, 4);
        var late = service.book("gil", CONCERT, 5);
        service.await("ada", paid, "CONFIRMED");
        var rejected = service.book("cleo", CONCERT, 1);
        service.pay("ada", "payment-1", paid, PRICE);
        service.await("dora", cancelled, "CONFIRMED");
        service.cancel("dora", cancelled, "changed-my-mind");

        var stories = new ArrayList<Story>();
        stories.add(ended("1. Paid and settled.", "ada", paid, "SETTLED", "BookingSettled"));
        stories.add(
                ended(
                        "2. Reminded, never paid, expired …",
                        "ben",
                        unpaid,
                        "EXPIRED",
                        "PaymentReminder"));
        var again = service.bookWhenFree("emil", CONCERT, 2);
        stories.add(
                ended(
                        "   … and its seat booked by the next client.",
                        "emil",
                        again,
                        "CONFIRMED",
                        "BookingConfirmed"));
        stories.add(
                ended(
                        "3. Rejected, because the seat is taken.",
                        "cleo",
                        rejected,
                        "DENIED",
                        "BookingDenied"));
        stories.add(ended("4. Cancelled.", "dora", cancelled, "CANCELLED", "BookingCancelled"));
        stories.add(
                ended(
                        "5. Paid before it was placed.",
                        "flora",
                        early,
                        "SETTLED",
                        "BookingSettled"));
        service.await("gil", late, "EXPIRED");
        service.pay("gil", "payment-late", late, PRICE);
        stories.add(
                ended(
                        "6. Paid too late, and refunded.",
                        "gil",
                        late,
                        "EXPIRED",
                        "RefundRequested"));
        return stories;
    }

    private Story ended(
            String title, String client, String bookingId, String expected, String event) {
        var actual = service.await(client, bookingId, expected);
        var published = service.waitFor(() -> bus.hasPublished(bookingId, event));
        return new Story(title, client, bookingId, expected, actual, event, published);
    }
}
