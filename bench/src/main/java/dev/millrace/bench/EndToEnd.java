package dev.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.demo.ServiceClient;
import dev.millrace.local.LocalCloud;
import dev.millrace.local.LocalCloudOptions;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

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
        try (var payers = Executors.newVirtualThreadPerTaskExecutor();
                var cloud = LocalCloud.start(options)) {
            var run = new Run(cloud, payers);
            run.lead("warm-up", Math.max(1, scale.bookings() / 4), scale.callers());
            try (var profile = Profile.start()) {
                var began = System.nanoTime();
                run.lead("measured", scale.bookings(), scale.callers());
                var seconds = (System.nanoTime() - began) / 1e9;
                return List.of(
                        rate(scale, seconds, profile.cpuSeconds()),
                        profile.table(
                                "Where the processor time of these bookings went, by samples of the JDK's Flight Recorder."));
            }
        } finally {
            System.setOut(out);
        }
    }

    private static Table rate(Scale scale, double seconds, double cpuSeconds) {
        return new Table(
                        "Bookings placed over HTTP, confirmed, paid over the bus and settled, in the local cloud.",
                        "bookings",
                        "callers",
                        "seconds",
                        "bookings/s",
                        "ms CPU a booking")
                .row(
                        scale.bookings(),
                        scale.callers(),
                        seconds,
                        scale.bookings() / seconds,
                        cpuSeconds * 1_000 / scale.bookings());
    }

    /// The clients of one local cloud. They pay for a booking as soon as the bus reports its
    /// confirmation.
    private static final class Run {
        private final ServiceClient client;
        private final ExecutorService payers;
        private volatile CountDownLatch settled = new CountDownLatch(0);

        Run(LocalCloud cloud, ExecutorService payers) {
            this.payers = payers;
            this.client =
                    new ServiceClient(
                            cloud.api(), cloud.eventBridge(), cloud.resource("Bus"), Thread::sleep);
            cloud.onBusEvent(this::hear);
        }

        private void hear(JsonNode event) {
            var booking = event.path("detail").path("bookingId").asText();
            switch (event.path("detail-type").asText()) {
                case "BookingConfirmed" ->
                        payers.execute(() -> client.pay(CLIENT, "of " + booking, booking, PRICE));
                case "BookingSettled" -> settled.countDown();
                default -> {}
            }
        }

        void lead(String concert, int bookings, int callers) throws Exception {
            for (var first = 0; first < bookings; first += SEATS) {
                client.putConcert(
                        concert + first / SEATS, PRICE, Math.min(SEATS, bookings - first));
            }
            settled = new CountDownLatch(bookings);
            var work = new ArrayList<Callable<Void>>();
            for (var caller = 0; caller < callers; caller++) {
                var its = caller;
                work.add(() -> {
                    for (var n = its; n < bookings; n += callers) {
                        client.book(CLIENT, concert + n / SEATS, n % SEATS + 1);
                    }
                    return null;
                });
            }
            try (var threads = Executors.newFixedThreadPool(callers)) {
                for (var done : threads.invokeAll(work)) done.get();
            }
            if (settled.await(MOST_SECONDS, TimeUnit.SECONDS)) return;
            throw new IllegalStateException(settled.getCount() + " bookings are not settled");
        }
    }
}
