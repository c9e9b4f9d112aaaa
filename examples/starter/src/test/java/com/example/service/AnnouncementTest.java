package com.example.service;

import com.example.service.Announcement.ShipmentAnnounced;
import com.example.service.Order.Event.OrderPlaced;
import com.example.service.Order.Event.OrderShipped;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.testkit.StatelessScenario;
import org.junit.jupiter.api.Test;

class AnnouncementTest {
    @Test
    void aShipmentIsAnnounced() {
        StatelessScenario.of(new Announcement(), "o1")
                .when(new OrderPlaced("ada", "a lamp"))
                .thenNothing()
                .when(new OrderShipped())
                .then(new Publish(new ShipmentAnnounced(Ids.of("shipment", "o1/2/0"), "o1")));
    }
}
