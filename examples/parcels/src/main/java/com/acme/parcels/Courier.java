package com.acme.parcels;

import static dev.millrace.eventsourcing.Decision.accept;
import static dev.millrace.eventsourcing.TypeNames.named;

import com.acme.parcels.Courier.Command.ReleaseParcel;
import com.acme.parcels.Courier.Command.TakeParcel;
import com.acme.parcels.Courier.Event.ParcelRefused;
import com.acme.parcels.Courier.Event.ParcelReleased;
import com.acme.parcels.Courier.Event.ParcelTaken;
import dev.millrace.eventsourcing.Decider;
import dev.millrace.eventsourcing.Decision;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.TypeNames;
import java.util.List;
import java.util.stream.Stream;

/// A courier, who works for years and carries at most five parcels at a time.
///
/// A courier who is full refuses a parcel by an event, and not by a rejection. An entity remembers
/// the ids of the commands that made an event, and applies such a command once. It does not
/// remember a rejection. Two functions may send the same [TakeParcel]: after a rejection the
/// process would ask the next courier, the slower function would send the command once more, and a
/// courier who has room by then would take a parcel that another one carries. So each [TakeParcel]
/// makes an event, also a refusal.
///
/// @param parcels the ids of the parcels that the courier carries
record Courier(List<String> parcels) {
    static final int MOST_PARCELS = 5;

    /// The commands to a courier.
    sealed interface Command {
        record TakeParcel(String parcel) implements Command {}

        record ReleaseParcel(String parcel) implements Command {}
    }

    /// The events of a courier.
    sealed interface Event {
        record ParcelTaken(String parcel) implements Event {}

        record ParcelRefused(String parcel) implements Event {}

        record ParcelReleased(String parcel) implements Event {}
    }

    /// A courier rejects no command.
    enum Rejection {}

    static Decision<Event, Rejection> decide(Courier courier, Command command) {
        return switch (command) {
            case TakeParcel(var parcel) ->
                    courier.carries(parcel) || courier.hasRoom()
                            ? accept(new ParcelTaken(parcel))
                            : accept(new ParcelRefused(parcel));
            case ReleaseParcel(var parcel) ->
                    courier.carries(parcel) ? accept(new ParcelReleased(parcel)) : accept();
        };
    }

    private boolean carries(String parcel) {
        return parcels.contains(parcel);
    }

    private boolean hasRoom() {
        return parcels.size() < MOST_PARCELS;
    }

    static Courier evolve(Courier courier, Event event) {
        return switch (event) {
            case ParcelTaken(var parcel) when courier.carries(parcel) -> courier;
            case ParcelTaken(var parcel) ->
                    new Courier(
                            Stream.concat(courier.parcels.stream(), Stream.of(parcel)).toList());
            case ParcelRefused _ -> courier;
            case ParcelReleased(var parcel) ->
                    new Courier(
                            courier.parcels.stream().filter(one -> !one.equals(parcel)).toList());
        };
    }

    /// No command begins a courier: every id is the id of one.
    static final EntityType<Courier, Command, Event, Rejection> TYPE =
            new EntityType<>(
                    "Courier",
                    new Decider<>(new Courier(List.of()), Courier::decide, Courier::evolve),
                    _ -> false,
                    TypeNames.of(
                            Command.class,
                            named("TakeParcel", TakeParcel.class),
                            named("ReleaseParcel", ReleaseParcel.class)),
                    TypeNames.of(
                            Event.class,
                            named("ParcelTaken", ParcelTaken.class),
                            named("ParcelRefused", ParcelRefused.class),
                            named("ParcelReleased", ParcelReleased.class)),
                    TypeNames.of(Courier.class, named("Courier", Courier.class)),
                    1);
}
