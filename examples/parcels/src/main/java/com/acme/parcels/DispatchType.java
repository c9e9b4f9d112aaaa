package com.acme.parcels;

import static dev.millrace.eventsourcing.TypeNames.named;

import com.acme.parcels.Courier.Event.ParcelRefused;
import com.acme.parcels.Courier.Event.ParcelReleased;
import com.acme.parcels.Courier.Event.ParcelTaken;
import com.acme.parcels.Dispatch.DeliveryReminder;
import com.acme.parcels.Dispatch.Input;
import com.acme.parcels.Dispatch.Input.Assigned;
import com.acme.parcels.Dispatch.Input.Ended;
import com.acme.parcels.Dispatch.Input.Irrelevant;
import com.acme.parcels.Dispatch.Input.LookAgain;
import com.acme.parcels.Dispatch.Input.Refused;
import com.acme.parcels.Dispatch.Input.Registered;
import com.acme.parcels.Dispatch.Input.Remind;
import com.acme.parcels.Dispatch.Input.Return;
import com.acme.parcels.Dispatch.Input.Taken;
import com.acme.parcels.Dispatch.State;
import com.acme.parcels.Parcel.Event.CourierAssigned;
import com.acme.parcels.Parcel.Event.ParcelDelivered;
import com.acme.parcels.Parcel.Event.ParcelHandedOver;
import com.acme.parcels.Parcel.Event.ParcelRegistered;
import com.acme.parcels.Parcel.Event.ParcelReturned;
import dev.millrace.eventsourcing.TypeNames;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.process.Source;
import dev.millrace.eventsourcing.process.Source.Routed;
import java.util.List;
import java.util.Optional;

/// The sources of [Dispatch], and its persisted names.
final class DispatchType {
    private DispatchType() {}

    /// All events of the parcel, which is the home entity of its dispatch.
    static final Source<Parcel.Event, Input> PARCELS =
            Source.home(
                    Parcel.TYPE,
                    (commit, event) ->
                            switch (event) {
                                case ParcelRegistered(_, var recipient) ->
                                        new Registered(commit.entityId(), recipient);
                                case CourierAssigned(var courier) -> new Assigned(courier);
                                case ParcelHandedOver() -> new Irrelevant();
                                case ParcelDelivered(), ParcelReturned _ -> new Ended();
                            });

    /// The answers of couriers, each to the instance of the parcel that it is about.
    static final Source<Courier.Event, Input> COURIERS =
            Source.other(
                    Courier.TYPE,
                    (commit, event) ->
                            switch (event) {
                                case ParcelTaken(var parcel) ->
                                        Optional.of(
                                                new Routed<>(parcel, new Taken(commit.entityId())));
                                case ParcelRefused(var parcel) ->
                                        Optional.of(new Routed<>(parcel, new Refused()));
                                case ParcelReleased _ -> Optional.empty();
                            });

    static final ProcessType<State, Input> DISPATCH =
            new ProcessType<>(
                    "dispatch",
                    new State("", "", Dispatch.Stage.ASKING, 0, "", false),
                    TypeNames.of(State.class, named("State", State.class)),
                    TypeNames.of(
                            Input.class,
                            named("Registered", Registered.class),
                            named("Taken", Taken.class),
                            named("Refused", Refused.class),
                            named("Assigned", Assigned.class),
                            named("LookAgain", LookAgain.class),
                            named("Remind", Remind.class),
                            named("Return", Return.class),
                            named("Ended", Ended.class),
                            named("Irrelevant", Irrelevant.class)),
                    TypeNames.of(
                            DeliveryReminder.class,
                            named("DeliveryReminder", DeliveryReminder.class)),
                    List.of(Parcel.TYPE, Courier.TYPE));
}
