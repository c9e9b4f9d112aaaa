package com.acme.parcels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.aws.Json;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Persisted values are read from JSON as they were written. Tests with `World` do not check this,
/// because it keeps objects in memory.
@DisplayNameGeneration(ReplaceUnderscores.class)
class PersistedTypesTest {
    static Stream<Record> persisted() {
        return Stream.of(
                new Parcel.Command.AssignCourier("anna"),
                new Parcel.Command.ReturnParcel(),
                new Courier.Command.TakeParcel("p1"),
                new Courier.Command.ReleaseParcel("p1"),
                new Parcel.Event.ParcelRegistered("acme", "ada"),
                new Parcel.Event.CourierAssigned("anna"),
                new Parcel.Event.ParcelHandedOver(),
                new Parcel.Event.ParcelDelivered(),
                new Parcel.Event.ParcelReturned("acme"),
                new Courier.Event.ParcelTaken("p1"),
                new Courier.Event.ParcelRefused("p1"),
                new Courier.Event.ParcelReleased("p1"),
                new Parcel.Registered("acme"),
                new Parcel.Assigned("acme", "anna"),
                new Parcel.HandedOver("acme", "anna"),
                new Parcel.Delivered(),
                new Parcel.Returned(),
                new Courier(List.of("p1", "p2")),
                new Dispatch.State("p1", "ada", Dispatch.Stage.TAKEN, 1, "anna", true),
                row(null),
                row("anna"),
                new Dispatch.DeliveryReminder("id", "p1", "ada"),
                new Labelling.LabelRequested("id", "p1", "ada"));
    }

    private static ParcelRow row(String courier) {
        var registeredAt = Instant.parse("2026-05-06T18:00:00.123456789Z");
        var status = ParcelRow.Status.REGISTERED;
        return new ParcelRow("p1", "acme", "ada", status, registeredAt, courier);
    }

    @ParameterizedTest
    @MethodSource("persisted")
    void a_value_is_read_as_it_was_written(Record value) {
        assertThat(Json.read(Json.write(value), value.getClass())).isEqualTo(value);
    }
}
