package dev.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.demo.ServiceClient;
import dev.millrace.local.LocalCloud;
import dev.millrace.local.LocalCloudOptions;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/// Measures how many bookings per second the local cloud brings from the request to SETTLED, and
/// where its processor time goes. Clients, functions, streams, bus and DynamoDB Local share this
/// JVM.
final class EndToEnd implements Benchmark {
    private static final String CLIENT = "ada";
    private static final String PRICE = "49.90";

    /// The most seats of one concert.
    private static final int SEATS = 1_000;

    private static final long MOST_SECONDS = 300;

    @Override
    public String name() {
        return "end-to-end";
    }

    @Override
    public List<Table> run(Scale scale) throws Exception {
        var out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        var options =
                LocalCloudOptions.of(Project.template())
                        .withClasses(EndToEnd.class.getClassLoader());
        try (var cloud = LocalCloud.start(options)) {
            var run = new Run(cloud);
            run.lead("warm-up", Math.max(1, scale.bookings() / 4), scale.callers());
            try (var profile = Profile.start()) {
                var seconds = run.lead("measured", scale.bookings(), scale.callers());
                return List.of(
                        rate(scale, seconds, profile.cpuSeconds()),
                        profile.table(
                                "Where the processor time of these bookings went, by samples of the JDK's Flight Recorder."));
            }
        } finally {
            System.setOut(out);
        }
    }

    private static Table rate(Scale scale, Seconds seconds, double cpuSeconds) {
        return new Table(
                        "Bookings in the local cloud: placed over HTTP and confirmed, then paid over the bus and settled.",
                        "bookings",
                        "callers",
                        "confirmed/s",
                        "then paid and settled/s",
                        "bookings/s",
                        "ms CPU a booking")
                .row(
                        scale.bookings(),
                        scale.callers(),
                        scale.bookings() / seconds.toConfirm(),
                        scale.bookings() / seconds.toSettle(),
                        scale.bookings() / (seconds.toConfirm() + seconds.toSettle()),
                        cpuSeconds * 1_000 / scale.bookings());
    }

    /// @param toConfirm from the first call until the last confirmation
    /// @param toSettle from the first payment until the last booking is settled
    private record Seconds(double toConfirm, double toSettle) {}

    /// The clients of one local cloud.
    private static final class Run {
        private final ServiceClient client;
        private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
        private final Set<String> settled = ConcurrentHashMap.newKeySet();
        private volatile CountDownLatch ended = new CountDownLatch(0);

        Run(LocalCloud cloud) {
            this.client =
                    new ServiceClient(
                            cloud.api(), cloud.eventBridge(), cloud.resource("Bus"), Thread::sleep);
            cloud.onBusEvent(this::onBusEvent);
        }

        private void onBusEvent(JsonNode event) {
            var booking = event.path("detail").path("bookingId").asText();
            var isNew =
                    switch (event.path("detail-type").asText()) {
                        case "BookingConfirmed" -> confirmed.add(booking);
                        case "BookingSettled" -> settled.add(booking);
                        default -> false;
                    };
            if (isNew) ended.countDown();
        }

        Seconds lead(String concert, int bookings, int callers) throws Exception {
            for (var first = 0; first < bookings; first += SEATS) {
                client.putConcert(
                        concert + first / SEATS, PRICE, Math.min(SEATS, bookings - first));
            }
            var before = Set.copyOf(confirmed);
            var toConfirm =
                    seconds(
                            bookings,
                            callers,
                            n -> client.book(CLIENT, concert + n / SEATS, n % SEATS + 1));
            var ids = confirmed.stream().filter(id -> !before.contains(id)).toList();
            var toSettle =
                    seconds(
                            bookings,
                            callers,
                            n -> client.pay(CLIENT, "of " + ids.get(n), ids.get(n), PRICE));
            return new Seconds(toConfirm, toSettle);
        }

        /// Makes the calls, and waits until the bus has reported the end of each.
        private double seconds(int calls, int callers, IntConsumer call) throws Exception {
            ended = new CountDownLatch(calls);
            var began = System.nanoTime();
            var work = new ArrayList<Callable<Void>>();
            for (var caller = 0; caller < callers; caller++) {
                var its = caller;
                work.add(() -> {
                    for (var n = its; n < calls; n += callers) call.accept(n);
                    return null;
                });
            }
            try (var threads = Executors.newFixedThreadPool(callers)) {
                for (var done : threads.invokeAll(work)) done.get();
            }
            if (ended.await(MOST_SECONDS, TimeUnit.SECONDS))
                return (System.nanoTime() - began) / 1e9;
            throw new IllegalStateException(ended.getCount() + " bookings did not go on");
        }
    }
}
