package com.example.service;

import static dev.millrace.eventsourcing.TypeNames.named;

import com.example.service.Order.Event;
import com.example.service.Order.Event.OrderCancelled;
import com.example.service.Order.Event.OrderPlaced;
import com.example.service.Order.Event.OrderShipped;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Envelope;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.TypeNames;
import dev.millrace.eventsourcing.process.StatelessProcess;
import java.util.List;

/// Publishes on the bus that an order is shipped. A message may be published more than once, with
/// the same id each time.
final class Announcement implements StatelessProcess<Event> {
    record ShipmentAnnounced(String id, String orderId) implements Message {}

    @Override
    public List<Publish> on(Event event, Envelope envelope) {
        return switch (event) {
            case OrderShipped() -> {
                var id = Ids.of("shipment", envelope.eventId());
                yield List.of(new Publish(new ShipmentAnnounced(id, envelope.entity().id())));
            }
            case OrderPlaced _, OrderCancelled() -> List.of();
        };
    }

    @Override
    public String name() {
        return "announcement";
    }

    @Override
    public EntityType<?, ?, Event, ?> source() {
        return Order.TYPE;
    }

    @Override
    public TypeNames<ShipmentAnnounced> messages() {
        return TypeNames.of(
                ShipmentAnnounced.class, named("ShipmentAnnounced", ShipmentAnnounced.class));
    }
}
