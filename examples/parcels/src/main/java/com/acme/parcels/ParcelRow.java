package com.acme.parcels;

import com.acme.parcels.Parcel.Event;
import com.acme.parcels.Parcel.Event.CourierAssigned;
import com.acme.parcels.Parcel.Event.ParcelDelivered;
import com.acme.parcels.Parcel.Event.ParcelHandedOver;
import com.acme.parcels.Parcel.Event.ParcelRegistered;
import com.acme.parcels.Parcel.Event.ParcelReturned;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Rows;
import dev.millrace.eventsourcing.SortableTime;
import dev.millrace.eventsourcing.ViewType;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The row of a parcel in the view. The API answers it as JSON.
///
/// @param courier null until one is assigned
record ParcelRow(
        String parcelId,
        String sender,
        String recipient,
        Status status,
        Instant registeredAt,
        @Nullable String courier) {
    enum Status {
        REGISTERED,
        ASSIGNED,
        HANDED_OVER,
        DELIVERED,
        RETURNED
    }

    static final ViewType<ParcelRow, Event> VIEW =
            new ViewType<>(
                    "parcel-view",
                    Parcel.TYPE,
                    ParcelRow.class,
                    new Rows.OnePerEntity<>(ParcelRow::project),
                    ParcelRow::indexed,
                    null);

    /// Index `by-recipient`: `recipient`, `registeredAt`.
    private Map<String, String> indexed() {
        return Map.of("recipient", recipient, "registeredAt", SortableTime.of(registeredAt));
    }

    static @Nullable ParcelRow project(@Nullable ParcelRow before, Commit<Event> commit) {
        var row = before;
        for (var event : commit.events()) row = after(row, event, commit);
        return row;
    }

    private static ParcelRow after(@Nullable ParcelRow row, Event event, Commit<Event> commit) {
        if (event instanceof ParcelRegistered(var sender, var recipient)) {
            return new ParcelRow(
                    commit.entityId(), sender, recipient, Status.REGISTERED, commit.at(), null);
        }
        Objects.requireNonNull(row, "a parcel begins with its registration");
        return switch (event) {
            case ParcelRegistered _ -> row;
            case CourierAssigned(var courier) -> row.with(Status.ASSIGNED, courier);
            case ParcelHandedOver() -> row.with(Status.HANDED_OVER, row.courier);
            case ParcelDelivered() -> row.with(Status.DELIVERED, row.courier);
            case ParcelReturned _ -> row.with(Status.RETURNED, row.courier);
        };
    }

    private ParcelRow with(Status next, @Nullable String courier) {
        return new ParcelRow(parcelId, sender, recipient, next, registeredAt, courier);
    }
}
