package dev.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.demo.ServiceClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Stream records that are delivered again, long after, change nothing. Above all, no seat is held
/// for a booking that is over.
@Tag("end-to-end")
@DisplayNameGeneration(ReplaceUnderscores.class)
class RedeliveryTest {
    private static final String NOTHING_FAILED = "{\"batchItemFailures\":[]}";

    @RegisterExtension static final Service SERVICE = Service.withHoldsOf("PT2S");

    private final ServiceClient client = SERVICE.client();
    private final LocalTables tables = new LocalTables(SERVICE.cloud());

    @Test
    void every_record_a_second_time_and_in_any_order_changes_nothing() throws Exception {
        client.putConcert("again", "49.90", 4);
        var settled = client.book("ada", "again", 1);
        var expired = client.book("ben", "again", 2);
        var cancelled = client.book("cleo", "again", 3);
        client.await("ada", settled, "CONFIRMED");
        client.pay("ada", "payment", settled, "49.90");
        var denied = client.book("dora", "again", 1);
        client.await("cleo", cancelled, "CONFIRMED");
        client.cancel("cleo", cancelled, "ill");
        client.await("ada", settled, "SETTLED");
        client.await("dora", denied, "DENIED");
        client.await("ben", expired, "EXPIRED");
        var next = client.bookWhenFree("emil", "again", 2);
        client.await("emil", next, "CONFIRMED");
        client.pay("emil", "another", next, "49.90");
        client.await("emil", next, "SETTLED");
        var before = tables.quiet();

        for (var seed = 0; seed < 3; seed++) redeliver(new Random(seed));

        assertThat(tables.quiet()).isEqualTo(before);
    }

    private void redeliver(Random random) throws InterruptedException {
        var records = new ArrayList<ObjectNode>();
        tables.items("BookingEventsTable").forEach(item -> records.add(StreamRecords.insert(item)));
        Collections.shuffle(records, random);
        var batch = StreamRecords.batch(records);
        assertThat(SERVICE.cloud().invoke("BookingProcess", batch).payload())
                .isEqualTo(NOTHING_FAILED);
        assertThat(SERVICE.cloud().invoke("BookingView", batch).payload())
                .isEqualTo(NOTHING_FAILED);
    }
}
