package com.acme.parcels;

import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.lambda.HttpAnswer;
import dev.millrace.eventsourcing.lambda.HttpCall;
import dev.millrace.eventsourcing.lambda.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The calls that show parcels.
record ParcelQueries(View<ParcelRow, Parcel.Event> view, ParcelTable table) {
    record Page(List<ParcelRow> parcels, @Nullable String cursor) {}

    /// One parcel, as the journal has it at this moment.
    HttpAnswer get(HttpCall call) {
        var parcelId = call.path("parcelId");
        var row = Ids.isOne(parcelId) ? view.current(parcelId) : null;
        if (row == null) throw Problem.notFound("parcel");
        return HttpAnswer.json(200, row.value());
    }

    /// The parcels of a recipient, newest first, a page at a time. A parcel just registered may be
    /// missing for a moment.
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
