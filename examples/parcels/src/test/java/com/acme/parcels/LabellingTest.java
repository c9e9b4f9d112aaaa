package com.acme.parcels;

import com.acme.parcels.Labelling.LabelRequested;
import com.acme.parcels.Parcel.Event.CourierAssigned;
import com.acme.parcels.Parcel.Event.ParcelDelivered;
import com.acme.parcels.Parcel.Event.ParcelHandedOver;
import com.acme.parcels.Parcel.Event.ParcelRegistered;
import com.acme.parcels.Parcel.Event.ParcelReturned;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.testkit.StatelessScenario;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LabellingTest {
    @Test
    void a_registered_parcel_gets_a_label_to_its_recipient_and_a_returned_one_to_its_sender() {
        StatelessScenario.of(new Labelling(), "p1")
                .when(new ParcelRegistered("acme", "ada"))
                .then(label("p1/1/0", "ada"))
                .when(new ParcelReturned("acme"))
                .then(label("p1/2/0", "acme"));
    }

    @Test
    void nothing_else_needs_a_label() {
        StatelessScenario.of(new Labelling(), "p1")
                .when(new CourierAssigned("anna"))
                .thenNothing()
                .when(new ParcelHandedOver())
                .thenNothing()
                .when(new ParcelDelivered())
                .thenNothing();
    }

    private static Publish label(String eventId, String addressee) {
        return new Publish(new LabelRequested(Ids.of("label", eventId), "p1", addressee));
    }
}
