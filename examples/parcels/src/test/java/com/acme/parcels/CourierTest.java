package com.acme.parcels;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.parcels.Courier.Command.ReleaseParcel;
import com.acme.parcels.Courier.Command.TakeParcel;
import com.acme.parcels.Courier.Event.ParcelRefused;
import com.acme.parcels.Courier.Event.ParcelReleased;
import com.acme.parcels.Courier.Event.ParcelTaken;
import dev.millrace.eventsourcing.testkit.DeciderScenario;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CourierTest {
    private static final DeciderScenario<Courier, Courier.Command, Courier.Event, Courier.Rejection>
            COURIER = DeciderScenario.of(Courier.TYPE.decider());

    private static final DeciderScenario<Courier, Courier.Command, Courier.Event, Courier.Rejection>
            FULL =
                    COURIER.given(
                            new ParcelTaken("p1"),
                            new ParcelTaken("p2"),
                            new ParcelTaken("p3"),
                            new ParcelTaken("p4"),
                            new ParcelTaken("p5"));

    @Test
    void a_courier_with_room_takes_a_parcel_and_releases_it() {
        COURIER.when(new TakeParcel("p1"))
                .thenEvents(new ParcelTaken("p1"))
                .when(new ReleaseParcel("p1"))
                .thenEvents(new ParcelReleased("p1"))
                .when(new ReleaseParcel("p1"))
                .thenNothing();
    }

    @Test
    void a_sixth_parcel_is_refused_by_an_event_until_there_is_room() {
        FULL.when(new TakeParcel("p6"))
                .thenEvents(new ParcelRefused("p6"))
                .when(new ReleaseParcel("p2"))
                .thenEvents(new ParcelReleased("p2"))
                .when(new TakeParcel("p6"))
                .thenEvents(new ParcelTaken("p6"));
    }

    /// It is an event again, because the process waits for an answer.
    @Test
    void a_parcel_that_is_carried_already_is_taken_again_and_carried_once() {
        var after = FULL.when(new TakeParcel("p5")).thenEvents(new ParcelTaken("p5"));

        assertThat(after.state().parcels()).containsExactly("p1", "p2", "p3", "p4", "p5");
    }
}
