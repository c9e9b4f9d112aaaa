package com.acme.parcels;

import com.acme.parcels.Parcel.Command.DeliverParcel;
import com.acme.parcels.Parcel.Command.HandOverParcel;
import dev.millrace.eventsourcing.lambda.HttpRoutes;
import dev.millrace.eventsourcing.lambda.Platform;
import java.util.Map;

/// The Lambda function of the HTTP API.
public final class ParcelApi extends HttpRoutes {
    public ParcelApi() {
        this(System.getenv());
    }

    public ParcelApi(Map<String, String> variables) {
        var platform = Platform.of(variables);
        var commands = new ParcelCommands(platform.entities(Parcel.TYPE));
        var queries = new ParcelQueries(platform.view(ParcelRow.VIEW), ParcelTable.on(platform));
        super(
                Map.of(
                        "POST /parcels", commands::register,
                        "POST /parcels/{parcelId}/hand-over",
                                call -> commands.send(call, new HandOverParcel()),
                        "POST /parcels/{parcelId}/delivery",
                                call -> commands.send(call, new DeliverParcel()),
                        "GET /parcels/{parcelId}", queries::get,
                        "GET /recipients/{recipient}/parcels", queries::list),
                platform.log());
    }
}
