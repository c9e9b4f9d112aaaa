package com.acme.parcels;

import static dev.millrace.eventsourcing.TypeNames.named;

import com.acme.parcels.Parcel.Event;
import com.acme.parcels.Parcel.Event.CourierAssigned;
import com.acme.parcels.Parcel.Event.ParcelDelivered;
import com.acme.parcels.Parcel.Event.ParcelHandedOver;
import com.acme.parcels.Parcel.Event.ParcelRegistered;
import com.acme.parcels.Parcel.Event.ParcelReturned;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Envelope;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.TypeNames;
import dev.millrace.eventsourcing.process.StatelessProcess;
import java.util.List;

/// Requests labels: to the recipient for a registered parcel, and to the sender for a returned one.
/// A request may be published more than once, with the same id each time.
final class Labelling implements StatelessProcess<Event> {
    record LabelRequested(String id, String parcelId, String addressee) implements Message {}

    @Override
    public List<Publish> on(Event event, Envelope envelope) {
        return switch (event) {
            case ParcelRegistered(_, var recipient) -> label(recipient, envelope);
            case ParcelReturned(var sender) -> label(sender, envelope);
            case CourierAssigned _, ParcelHandedOver(), ParcelDelivered() -> List.of();
        };
    }

    private static List<Publish> label(String addressee, Envelope envelope) {
        var id = Ids.of("label", envelope.eventId());
        return List.of(new Publish(new LabelRequested(id, envelope.entity().id(), addressee)));
    }

    @Override
    public String name() {
        return "labelling";
    }

    @Override
    public EntityType<?, ?, Event, ?> source() {
        return Parcel.TYPE;
    }

    @Override
    public TypeNames<LabelRequested> messages() {
        return TypeNames.of(LabelRequested.class, named("LabelRequested", LabelRequested.class));
    }
}
