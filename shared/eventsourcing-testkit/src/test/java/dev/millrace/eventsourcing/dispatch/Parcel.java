package dev.millrace.eventsourcing.dispatch;

import static dev.millrace.eventsourcing.Decision.accept;
import static dev.millrace.eventsourcing.Decision.reject;
import static dev.millrace.eventsourcing.TypeNames.named;

import dev.millrace.eventsourcing.Decider;
import dev.millrace.eventsourcing.Decision;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.TypeNames;

/// A parcel: registered, given to a courier, delivered.
sealed interface Parcel {
    record None() implements Parcel {}

    record Registered() implements Parcel {}

    record Underway(String courier) implements Parcel {}

    record Delivered(String courier) implements Parcel {}

    sealed interface Command {
        record RegisterParcel() implements Command {}

        record AssignCourier(String courier) implements Command {}

        record DeliverParcel() implements Command {}
    }

    sealed interface Event {
        record ParcelRegistered() implements Event {}

        record CourierAssigned(String courier) implements Event {}

        record ParcelDelivered(String courier) implements Event {}
    }

    enum Rejection {
        ALREADY_REGISTERED,
        NOT_REGISTERED,
        ALREADY_ASSIGNED,
        NOT_ASSIGNED
    }

    EntityType<Parcel, Command, Event, Rejection> TYPE =
            new EntityType<>(
                    "Parcel",
                    new Decider<>(new None(), Parcel::decide, Parcel::evolve),
                    command -> command instanceof Command.RegisterParcel,
                    TypeNames.of(
                            Command.class,
                            named("RegisterParcel", Command.RegisterParcel.class),
                            named("AssignCourier", Command.AssignCourier.class),
                            named("DeliverParcel", Command.DeliverParcel.class)),
                    TypeNames.of(
                            Event.class,
                            named("ParcelRegistered", Event.ParcelRegistered.class),
                            named("CourierAssigned", Event.CourierAssigned.class),
                            named("ParcelDelivered", Event.ParcelDelivered.class)),
                    TypeNames.of(
                            Parcel.class,
                            named("None", None.class),
                            named("Registered", Registered.class),
                            named("Underway", Underway.class),
                            named("Delivered", Delivered.class)),
                    1);

    static Decision<Event, Rejection> decide(Parcel parcel, Command command) {
        return switch (command) {
            case Command.RegisterParcel() ->
                    parcel instanceof None
                            ? accept(new Event.ParcelRegistered())
                            : reject(Rejection.ALREADY_REGISTERED);
            case Command.AssignCourier(var courier) ->
                    switch (parcel) {
                        case None() -> reject(Rejection.NOT_REGISTERED);
                        case Registered() -> accept(new Event.CourierAssigned(courier));
                        case Underway _, Delivered _ -> reject(Rejection.ALREADY_ASSIGNED);
                    };
            case Command.DeliverParcel() ->
                    switch (parcel) {
                        case None _, Registered _ -> reject(Rejection.NOT_ASSIGNED);
                        case Underway(var courier) -> accept(new Event.ParcelDelivered(courier));
                        case Delivered _ -> accept();
                    };
        };
    }

    static Parcel evolve(Parcel parcel, Event event) {
        return switch (event) {
            case Event.ParcelRegistered() when parcel instanceof None -> new Registered();
            case Event.CourierAssigned(var courier) when parcel instanceof Registered ->
                    new Underway(courier);
            case Event.ParcelDelivered(var courier) when parcel instanceof Underway ->
                    new Delivered(courier);
            case Event.ParcelRegistered _, Event.CourierAssigned _, Event.ParcelDelivered _ ->
                    throw new IllegalStateException("%s after %s".formatted(event, parcel));
        };
    }
}
