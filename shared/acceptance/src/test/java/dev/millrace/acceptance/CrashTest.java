package dev.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.demo.ServiceClient;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The JVM is killed twice in the middle of its work. The next one does what was owed.
@DisplayNameGeneration(ReplaceUnderscores.class)
class CrashTest {
    private static final int EACH = 8;

    @TempDir private Path folder = Path.of("");

    @Test
    void a_killed_local_cloud_loses_nothing() throws Exception {
        List<String> paid;
        List<String> unpaid;
        try (var first = start()) {
            var client = first.client();
            client.putConcert("crash", "49.90", 2 * EACH);
            paid = book(client, 1);
            for (var booking : paid)
                assertThat(client.await("ada", booking, "CONFIRMED")).isEqualTo("CONFIRMED");
            for (var booking : paid) client.pay("ada", "payment-" + booking, booking, "49.90");
            unpaid = book(client, EACH + 1);
            first.kill();
        }
        try (var second = start()) {
            second.client().await("ada", paid.getFirst(), "SETTLED");
            second.kill();
        }
        try (var third = start()) {
            var client = third.client();
            for (var booking : paid)
                assertThat(client.await("ada", booking, "SETTLED")).isEqualTo("SETTLED");
            client.await("ada", unpaid.getFirst(), "EXPIRED"); // a hold is longer than one wait
            for (var booking : unpaid)
                assertThat(client.await("ada", booking, "EXPIRED")).isEqualTo("EXPIRED");
            var again = client.bookWhenFree("ben", "crash", EACH + 1);
            assertThat(client.await("ben", again, "CONFIRMED")).isEqualTo("CONFIRMED");
        }
    }

    private LocalProcess start() throws Exception {
        return LocalProcess.start(folder.resolve("data"), "PT25S");
    }

    private static List<String> book(ServiceClient client, int firstSeat) {
        return IntStream.range(0, EACH)
                .mapToObj(n -> client.book("ada", "crash", firstSeat + n))
                .toList();
    }
}
