package com.acme.parcels;

import static com.acme.parcels.Parcel.Rejection.ALREADY_ASSIGNED;
import static com.acme.parcels.Parcel.Rejection.ALREADY_DELIVERED;
import static com.acme.parcels.Parcel.Rejection.ALREADY_REGISTERED;
import static com.acme.parcels.Parcel.Rejection.ALREADY_RETURNED;
import static com.acme.parcels.Parcel.Rejection.NOT_ASSIGNED;
import static com.acme.parcels.Parcel.Rejection.NOT_FOUND;
import static com.acme.parcels.Parcel.Rejection.NOT_HANDED_OVER;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.parcels.Parcel.Command;
import com.acme.parcels.Parcel.Command.AssignCourier;
import com.acme.parcels.Parcel.Command.DeliverParcel;
import com.acme.parcels.Parcel.Command.HandOverParcel;
import com.acme.parcels.Parcel.Command.RegisterParcel;
import com.acme.parcels.Parcel.Command.ReturnParcel;
import com.acme.parcels.Parcel.Event;
import com.acme.parcels.Parcel.Event.CourierAssigned;
import com.acme.parcels.Parcel.Event.ParcelDelivered;
import com.acme.parcels.Parcel.Event.ParcelHandedOver;
import com.acme.parcels.Parcel.Event.ParcelRegistered;
import com.acme.parcels.Parcel.Event.ParcelReturned;
import dev.millrace.eventsourcing.testkit.DeciderScenario;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ParcelTest {
    private static final RegisterParcel REGISTER = new RegisterParcel("acme", "ada");
    private static final AssignCourier ASSIGN = new AssignCourier("anna");
    private static final HandOverParcel HAND_OVER = new HandOverParcel();
    private static final DeliverParcel DELIVER = new DeliverParcel();
    private static final ReturnParcel RETURN = new ReturnParcel();

    private static final ParcelRegistered REGISTERED = new ParcelRegistered("acme", "ada");
    private static final CourierAssigned ASSIGNED = new CourierAssigned("anna");
    private static final ParcelHandedOver HANDED_OVER = new ParcelHandedOver();
    private static final ParcelDelivered DELIVERED = new ParcelDelivered();
    private static final ParcelReturned RETURNED = new ParcelReturned("acme");

    private static DeciderScenario<Parcel, Command, Event, Parcel.Rejection> given(
            Event... events) {
        return DeciderScenario.of(Parcel.TYPE.decider()).given(events);
    }

    @Test
    void a_parcel_is_registered_assigned_handed_over_and_delivered() {
        given().when(REGISTER)
                .thenEvents(REGISTERED)
                .when(ASSIGN)
                .thenEvents(ASSIGNED)
                .when(HAND_OVER)
                .thenEvents(HANDED_OVER)
                .when(DELIVER)
                .thenEvents(DELIVERED);
    }

    @Test
    void an_impossible_event_is_an_error_without_names_of_people() {
        assertThatThrownBy(() -> Parcel.evolve(new Parcel.Delivered(), REGISTERED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ParcelRegistered after Delivered");
    }

    @Nested
    class Without_a_registration {
        @Test
        void nothing_can_be_done_with_it() {
            given().when(ASSIGN)
                    .thenRejected(NOT_FOUND)
                    .when(HAND_OVER)
                    .thenRejected(NOT_FOUND)
                    .when(DELIVER)
                    .thenRejected(NOT_FOUND)
                    .when(RETURN)
                    .thenRejected(NOT_FOUND);
        }
    }

    @Nested
    class Registered {
        @Test
        void it_waits_for_a_courier() {
            given(REGISTERED)
                    .when(REGISTER)
                    .thenRejected(ALREADY_REGISTERED)
                    .when(HAND_OVER)
                    .thenRejected(NOT_ASSIGNED)
                    .when(DELIVER)
                    .thenRejected(NOT_HANDED_OVER);
        }

        @Test
        void it_can_be_returned() {
            given(REGISTERED).when(RETURN).thenEvents(RETURNED);
        }
    }

    @Nested
    class Assigned {
        @Test
        void it_keeps_its_courier() {
            given(REGISTERED, ASSIGNED)
                    .when(ASSIGN)
                    .thenNothing()
                    .when(new AssignCourier("ben"))
                    .thenRejected(ALREADY_ASSIGNED)
                    .when(DELIVER)
                    .thenRejected(NOT_HANDED_OVER);
        }

        @Test
        void it_can_be_returned() {
            given(REGISTERED, ASSIGNED).when(RETURN).thenEvents(RETURNED);
        }
    }

    @Nested
    class Handed_over {
        @Test
        void it_is_handed_over_once() {
            given(REGISTERED, ASSIGNED, HANDED_OVER)
                    .when(HAND_OVER)
                    .thenNothing()
                    .when(ASSIGN)
                    .thenRejected(ALREADY_ASSIGNED);
        }

        @Test
        void it_can_be_returned() {
            given(REGISTERED, ASSIGNED, HANDED_OVER).when(RETURN).thenEvents(RETURNED);
        }
    }

    @Nested
    class Delivered {
        @Test
        void it_stays_delivered() {
            given(REGISTERED, ASSIGNED, HANDED_OVER, DELIVERED)
                    .when(DELIVER)
                    .thenNothing()
                    .when(ASSIGN)
                    .thenRejected(ALREADY_DELIVERED)
                    .when(HAND_OVER)
                    .thenRejected(ALREADY_DELIVERED)
                    .when(RETURN)
                    .thenRejected(ALREADY_DELIVERED);
        }
    }

    @Nested
    class Returned {
        @Test
        void it_stays_returned() {
            given(REGISTERED, RETURNED)
                    .when(RETURN)
                    .thenNothing()
                    .when(ASSIGN)
                    .thenRejected(ALREADY_RETURNED)
                    .when(HAND_OVER)
                    .thenRejected(ALREADY_RETURNED)
                    .when(DELIVER)
                    .thenRejected(ALREADY_RETURNED);
        }
    }
}
