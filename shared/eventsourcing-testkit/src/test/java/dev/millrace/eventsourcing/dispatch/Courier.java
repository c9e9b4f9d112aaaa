package dev.millrace.eventsourcing.dispatch;

import static dev.millrace.eventsourcing.Decision.accept;
import static dev.millrace.eventsourcing.Decision.reject;
import static dev.millrace.eventsourcing.TypeNames.named;

import dev.millrace.eventsourcing.Decider;
import dev.millrace.eventsourcing.Decision;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.TypeNames;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A courier: an entity with a long life that carries at most two parcels at a time.
///
/// A returned parcel may be taken again, so only the command id keeps a repeated
/// [Command.TakeParcel] from being applied twice. An entity remembers only the ids of commands that
/// made an event. So each [Command.TakeParcel] makes an event, and a full courier refuses a
/// process's parcel by an event, not by a rejection. Otherwise a slower function could send the
/// same command again once the courier has room, and the courier would take a parcel that another
/// one has. A client's [Command.HandParcel] to a full courier is rejected.
record Courier(Set<String> parcels) {
    static final int MOST = 2;

    sealed interface Command {
        record TakeParcel(String parcel) implements Command {}

        record HandParcel(String parcel) implements Command {}

        record ReturnParcel(String parcel) implements Command {}
    }

    sealed interface Event {
        String parcel();

        record ParcelTaken(String parcel) implements Event {}

        record ParcelRefused(String parcel) implements Event {}

        /// The courier already has the parcel, from a client.
        record ParcelKept(String parcel) implements Event {}

        record ParcelReturned(String parcel) implements Event {}
    }

    enum Rejection {
        FULL
    }

    static final EntityType<Courier, Command, Event, Rejection> TYPE =
            new EntityType<>(
                    "Courier",
                    new Decider<>(new Courier(Set.of()), Courier::decide, Courier::evolve),
                    _ -> false,
                    TypeNames.of(
                            Command.class,
                            named("TakeParcel", Command.TakeParcel.class),
                            named("HandParcel", Command.HandParcel.class),
                            named("ReturnParcel", Command.ReturnParcel.class)),
                    TypeNames.of(
                            Event.class,
                            named("ParcelTaken", Event.ParcelTaken.class),
                            named("ParcelRefused", Event.ParcelRefused.class),
                            named("ParcelKept", Event.ParcelKept.class),
                            named("ParcelReturned", Event.ParcelReturned.class)),
                    TypeNames.of(Courier.class, named("Courier", Courier.class)),
                    1);

    static Decision<Event, Rejection> decide(Courier courier, Command command) {
        return switch (command) {
            case Command.TakeParcel(var parcel) ->
                    switch (room(courier, parcel)) {
                        case HAS_IT -> accept(new Event.ParcelKept(parcel));
                        case ROOM -> accept(new Event.ParcelTaken(parcel));
                        case FULL -> accept(new Event.ParcelRefused(parcel));
                    };
            case Command.HandParcel(var parcel) ->
                    switch (room(courier, parcel)) {
                        case HAS_IT -> accept();
                        case ROOM -> accept(new Event.ParcelTaken(parcel));
                        case FULL -> reject(Rejection.FULL);
                    };
            case Command.ReturnParcel(var parcel) ->
                    courier.parcels().contains(parcel)
                            ? accept(new Event.ParcelReturned(parcel))
                            : accept();
        };
    }

    private enum Room {
        HAS_IT,
        ROOM,
        FULL
    }

    private static Room room(Courier courier, String parcel) {
        if (courier.parcels().contains(parcel)) return Room.HAS_IT;
        return courier.parcels().size() < MOST ? Room.ROOM : Room.FULL;
    }

    static Courier evolve(Courier courier, Event event) {
        return switch (event) {
            case Event.ParcelTaken(var parcel) ->
                    new Courier(
                            Stream.concat(courier.parcels().stream(), Stream.of(parcel))
                                    .collect(Collectors.toUnmodifiableSet()));
            case Event.ParcelRefused _, Event.ParcelKept _ -> courier;
            case Event.ParcelReturned(var parcel) ->
                    new Courier(
                            courier.parcels().stream()
                                    .filter(one -> !one.equals(parcel))
                                    .collect(Collectors.toUnmodifiableSet()));
        };
    }
}
