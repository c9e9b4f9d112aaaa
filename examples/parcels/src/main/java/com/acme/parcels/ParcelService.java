package com.acme.parcels;

import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.process.Service;
import dev.millrace.eventsourcing.trace.Diagnosis;
import java.util.List;

/// Declares the service: its entities and when one may be erased, its processes with their sources,
/// and its view.
final class ParcelService {
    private ParcelService() {}

    static Service on(Platform platform) {
        return of(List.of(platform.environment().required("COURIERS").split(",")));
    }

    /// @param couriers the couriers' ids, in the order in which they are asked
    static Service of(List<String> couriers) {
        return Service.named("parcels")
                .entity(Parcel.TYPE, Diagnosis.none())
                .entity(Courier.TYPE, Diagnosis.none())
                .erasure(Parcel.TYPE, (_, parcel) -> parcel.task())
                .process(new Dispatch(couriers), DispatchType.PARCELS, DispatchType.COURIERS)
                .process(new Labelling())
                .view(ParcelRow.VIEW);
    }
}
