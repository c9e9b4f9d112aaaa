package com.acme.parcels;

import static com.acme.parcels.ParcelRow.Status.ASSIGNED;
import static com.acme.parcels.ParcelRow.Status.DELIVERED;
import static com.acme.parcels.ParcelRow.Status.HANDED_OVER;
import static com.acme.parcels.ParcelRow.Status.REGISTERED;
import static com.acme.parcels.ParcelRow.Status.RETURNED;

import com.acme.parcels.Parcel.Event.CourierAssigned;
import com.acme.parcels.Parcel.Event.ParcelDelivered;
import com.acme.parcels.Parcel.Event.ParcelHandedOver;
import com.acme.parcels.Parcel.Event.ParcelRegistered;
import com.acme.parcels.Parcel.Event.ParcelReturned;
import com.acme.parcels.ParcelRow.Status;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.ViewScenario;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ParcelRowTest {
    @Test
    void the_row_of_a_parcel_follows_it_to_its_delivery() {
        ViewScenario.of(ParcelRow.VIEW, "p1")
                .when(new ParcelRegistered("acme", "ada"))
                .thenRow(row(REGISTERED, null))
                .when(new CourierAssigned("anna"))
                .thenRow(row(ASSIGNED, "anna"))
                .when(new ParcelHandedOver())
                .thenRow(row(HANDED_OVER, "anna"))
                .when(new ParcelDelivered())
                .thenRow(row(DELIVERED, "anna"));
    }

    @Test
    void a_returned_parcel_may_have_had_no_courier() {
        ViewScenario.of(ParcelRow.VIEW, "p1")
                .when(new ParcelRegistered("acme", "ada"))
                .when(new ParcelReturned("acme"))
                .thenRow(row(RETURNED, null));
    }

    private static ParcelRow row(Status status, @Nullable String courier) {
        var registeredAt = Commits.BEGINNING.plusSeconds(1);
        return new ParcelRow("p1", "acme", "ada", status, registeredAt, courier);
    }
}
