package com.acme.parcels;

import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.RebuildFunction;
import java.util.Map;

/// The Lambda function that rebuilds the view from the journal, for an operator.
public final class ParcelViewRebuild extends RebuildFunction<ParcelRow, Parcel.Event> {
    public ParcelViewRebuild() {
        this(System.getenv());
    }

    public ParcelViewRebuild(Map<String, String> variables) {
        super(Platform.of(variables), ParcelRow.VIEW);
    }
}
