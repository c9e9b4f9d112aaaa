package com.acme.parcels;

import static com.acme.parcels.RunningService.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Ids;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The whole service over HTTP, with real streams.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ParcelLifeTest {
    private static RunningService service;

    @BeforeAll
    static void start() {
        service = new RunningService();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void a_registered_parcel_gets_a_courier_is_handed_over_and_delivered() {
        var parcel = service.register("acme", "ada");
        var assigned = service.awaitStatus(parcel, "ASSIGNED");
        assertThat(assigned.path("courier").asText()).isIn("anna", "ben"); // anna, if she has room

        var tooEarly = service.post("/parcels/" + parcel + "/delivery", "");
        assertThat(tooEarly.path("code").asText()).isEqualTo("NOT_HANDED_OVER");
        service.post("/parcels/" + parcel + "/hand-over", "");
        service.post("/parcels/" + parcel + "/delivery", "");

        service.awaitStatus(parcel, "DELIVERED");
    }

    /// Each parcel's dispatch has a timer for the reminder and one for the return.
    @Test
    void the_trace_of_a_courier_has_the_timers_of_every_parcel() {
        for (var n = 0; n < 2; n++) {
            service.awaitStatus(service.register("acme", "dan"), "ASSIGNED");
        }

        var entries = service.trace("Courier", "anna").path("entries");

        assertThat(entries)
                .filteredOn(entry -> entry.path("text").asText().equals("wakes"))
                .filteredOn(entry -> entry.path("detail").asText().equals("remind"))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void the_greeting_of_the_template_names_the_parcel_that_it_registers() {
        assertThat(service.cloud.greeting().orElseThrow())
                .contains("\"sender\":\"acme\"", "Idempotency-Key: my-first")
                .contains("/" + Ids.of("idempotency-key", "acme", "my-first") + "/");
    }

    @Test
    void a_recipient_sees_the_parcels_page_by_page() {
        for (var n = 0; n < 3; n++) service.register("acme", "ben");
        var parcels = "/recipients/ben/parcels";
        await(() -> service.get(parcels), all -> all.path("parcels").size() == 3);

        var first = service.get(parcels + "?limit=2");
        var second = service.get(parcels + "?limit=2&cursor=" + first.path("cursor").asText());

        assertThat(first.path("parcels")).hasSize(2);
        assertThat(second.path("parcels")).hasSize(1);
        assertThat(second.has("cursor")).isFalse();
    }

    @Test
    void a_label_is_requested_on_the_bus() {
        var addressees = new ConcurrentLinkedQueue<String>();
        service.cloud.onBusEvent(event -> addressees.add(event.at("/detail/addressee").asText()));

        service.register("acme", "cleo");

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> addressees.contains("cleo"));
    }

    @Test
    void an_event_of_an_unknown_type_is_parked_until_an_operator_skips_it() {
        var answer = service.invoke("ParcelProcesses/unknown-event-type");
        assertThat(answer.path("batchItemFailures")).isEmpty();

        var parked = service.invoke("ProcessOperations/parked").path("parked");
        assertThat(parked).hasSize(1);
        assertThat(parked.at("/0/process").asText()).isEqualTo("parcels-stream");
        assertThat(parked.at("/0/error").asText()).contains("ParcelLost");

        service.invoke("ProcessOperations/skip");
        assertThat(service.invoke("ProcessOperations/parked").path("parked")).isEmpty();
    }
}
