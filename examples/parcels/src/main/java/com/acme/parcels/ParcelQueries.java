package com.acme.parcels;

import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.lambda.HttpAnswer;
import dev.millrace.eventsourcing.lambda.HttpCall;
import dev.millrace.eventsourcing.lambda.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The routes that read parcels.
record ParcelQueries(View<ParcelRow, Parcel.Event> view, ParcelTable table) {
    record Page(List<ParcelRow> parcels, @Nullable String cursor) {}

    /// One parcel, as the journal has it now.
    HttpAnswer get(HttpCall call) {
        var parcelId = call.path("parcelId");
        var row = Ids.isOne(parcelId) ? view.current(parcelId) : null;
        if (row == null) throw Problem.notFound("parcel");
        return HttpAnswer.json(200, row.value());
    }

    /// One page of a recipient's parcels, newest first. A new parcel may be missing for a moment.
    HttpAnswer list(HttpCall call) {
        var page =
                table.byRecipient(
                        call.path("recipient"),
                        call.limit(20, 100),
                        call.cursor(ParcelTable.Cursor::parse));
        var cursor = page.next() == null ? null : page.next().text();
        return HttpAnswer.json(200, new Page(page.parcels(), cursor));
    }
}
