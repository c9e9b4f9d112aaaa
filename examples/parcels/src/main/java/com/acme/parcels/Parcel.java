package com.acme.parcels;

import static com.acme.parcels.Parcel.Rejection.ALREADY_ASSIGNED;
import static com.acme.parcels.Parcel.Rejection.ALREADY_DELIVERED;
import static com.acme.parcels.Parcel.Rejection.ALREADY_REGISTERED;
import static com.acme.parcels.Parcel.Rejection.ALREADY_RETURNED;
import static com.acme.parcels.Parcel.Rejection.NOT_ASSIGNED;
import static com.acme.parcels.Parcel.Rejection.NOT_FOUND;
import static com.acme.parcels.Parcel.Rejection.NOT_HANDED_OVER;
import static dev.millrace.eventsourcing.Decision.accept;
import static dev.millrace.eventsourcing.Decision.reject;
import static dev.millrace.eventsourcing.TypeNames.named;

import com.acme.parcels.Parcel.Command.AssignCourier;
import com.acme.parcels.Parcel.Command.DeliverParcel;
import com.acme.parcels.Parcel.Command.HandOverParcel;
import com.acme.parcels.Parcel.Command.RegisterParcel;
import com.acme.parcels.Parcel.Command.ReturnParcel;
import com.acme.parcels.Parcel.Event.CourierAssigned;
import com.acme.parcels.Parcel.Event.ParcelDelivered;
import com.acme.parcels.Parcel.Event.ParcelHandedOver;
import com.acme.parcels.Parcel.Event.ParcelRegistered;
import com.acme.parcels.Parcel.Event.ParcelReturned;
import dev.millrace.eventsourcing.Decider;
import dev.millrace.eventsourcing.Decision;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.TypeNames;
import org.jspecify.annotations.Nullable;

/// The decider of a parcel. A parcel is registered, assigned to a courier, handed over to the
/// courier, and in the end delivered, or returned to its sender.
sealed interface Parcel {
    record None() implements Parcel {}

    /// A parcel that is neither delivered nor returned.
    sealed interface Underway extends Parcel {
        String sender();
    }

    record Registered(String sender) implements Underway {}

    record Assigned(String sender, String courier) implements Underway {}

    record HandedOver(String sender, String courier) implements Underway {}

    record Delivered() implements Parcel {}

    record Returned() implements Parcel {}

    /// The commands that a parcel accepts or rejects.
    sealed interface Command {
        record RegisterParcel(String sender, String recipient) implements Command {}

        record AssignCourier(String courier) implements Command {}

        record HandOverParcel() implements Command {}

        record DeliverParcel() implements Command {}

        record ReturnParcel() implements Command {}
    }

    /// The events of a parcel.
    sealed interface Event {
        record ParcelRegistered(String sender, String recipient) implements Event {}

        record CourierAssigned(String courier) implements Event {}

        record ParcelHandedOver() implements Event {}

        record ParcelDelivered() implements Event {}

        record ParcelReturned(String sender) implements Event {}
    }

    enum Rejection {
        NOT_FOUND,
        NOT_ASSIGNED,
        NOT_HANDED_OVER,
        ALREADY_REGISTERED,
        ALREADY_ASSIGNED,
        ALREADY_DELIVERED,
        ALREADY_RETURNED
    }

    /// Decides one command. Repeating a command that took effect changes nothing.
    static Decision<Event, Rejection> decide(Parcel parcel, Command command) {
        return switch (command) {
            case RegisterParcel(var sender, var recipient) ->
                    parcel instanceof None
                            ? accept(new ParcelRegistered(sender, recipient))
                            : reject(ALREADY_REGISTERED);
            case AssignCourier(var courier) ->
                    switch (parcel) {
                        case None() -> reject(NOT_FOUND);
                        case Registered _ -> accept(new CourierAssigned(courier));
                        case Assigned(_, var other) when other.equals(courier) -> accept();
                        case Assigned _, HandedOver _ -> reject(ALREADY_ASSIGNED);
                        case Delivered() -> reject(ALREADY_DELIVERED);
                        case Returned() -> reject(ALREADY_RETURNED);
                    };
            case HandOverParcel() ->
                    switch (parcel) {
                        case None() -> reject(NOT_FOUND);
                        case Registered _ -> reject(NOT_ASSIGNED);
                        case Assigned _ -> accept(new ParcelHandedOver());
                        case HandedOver _ -> accept();
                        case Delivered() -> reject(ALREADY_DELIVERED);
                        case Returned() -> reject(ALREADY_RETURNED);
                    };
            case DeliverParcel() ->
                    switch (parcel) {
                        case None() -> reject(NOT_FOUND);
                        case Registered _, Assigned _ -> reject(NOT_HANDED_OVER);
                        case HandedOver _ -> accept(new ParcelDelivered());
                        case Delivered() -> accept();
                        case Returned() -> reject(ALREADY_RETURNED);
                    };
            case ReturnParcel() ->
                    switch (parcel) {
                        case None() -> reject(NOT_FOUND);
                        case Underway underway -> accept(new ParcelReturned(underway.sender()));
                        case Delivered() -> reject(ALREADY_DELIVERED);
                        case Returned() -> accept();
                    };
        };
    }

    static Parcel evolve(Parcel parcel, Event event) {
        return switch (event) {
            case ParcelRegistered(var sender, _) when parcel instanceof None ->
                    new Registered(sender);
            case CourierAssigned(var courier) when parcel instanceof Registered(var sender) ->
                    new Assigned(sender, courier);
            case ParcelHandedOver() when parcel instanceof Assigned(var sender, var courier) ->
                    new HandedOver(sender, courier);
            case ParcelDelivered() when parcel instanceof HandedOver -> new Delivered();
            case ParcelReturned _ when parcel instanceof Underway -> new Returned();
            case ParcelRegistered _,
                    CourierAssigned _,
                    ParcelHandedOver _,
                    ParcelDelivered _,
                    ParcelReturned _ ->
                    throw new IllegalStateException(kind(event) + " after " + kind(parcel));
        };
    }

    /// The name of the type only: exceptions are logged, and the fields may name people.
    private static String kind(Object value) {
        return value.getClass().getSimpleName();
    }

    /// Why the parcel must not be erased yet; null if it is delivered or returned.
    default @Nullable String task() {
        return this instanceof Underway ? "it is neither delivered nor returned" : null;
    }

    /// The names are persisted: you may rename a class, but not its name here.
    EntityType<Parcel, Command, Event, Rejection> TYPE =
            new EntityType<>(
                    "Parcel",
                    new Decider<>(new None(), Parcel::decide, Parcel::evolve),
                    command -> command instanceof RegisterParcel,
                    TypeNames.of(
                            Command.class,
                            named("RegisterParcel", RegisterParcel.class),
                            named("AssignCourier", AssignCourier.class),
                            named("HandOverParcel", HandOverParcel.class),
                            named("DeliverParcel", DeliverParcel.class),
                            named("ReturnParcel", ReturnParcel.class)),
                    TypeNames.of(
                            Event.class,
                            named("ParcelRegistered", ParcelRegistered.class),
                            named("CourierAssigned", CourierAssigned.class),
                            named("ParcelHandedOver", ParcelHandedOver.class),
                            named("ParcelDelivered", ParcelDelivered.class),
                            named("ParcelReturned", ParcelReturned.class)),
                    TypeNames.of(
                            Parcel.class,
                            named("None", None.class),
                            named("Registered", Registered.class),
                            named("Assigned", Assigned.class),
                            named("HandedOver", HandedOver.class),
                            named("Delivered", Delivered.class),
                            named("Returned", Returned.class)),
                    1);
}
