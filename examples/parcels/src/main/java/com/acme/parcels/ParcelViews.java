package com.acme.parcels;

import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.ViewStreamFunction;
import java.util.Map;

/// The Lambda function that hands every commit of the journal to the view.
public final class ParcelViews extends ViewStreamFunction {
    public ParcelViews() {
        this(System.getenv());
    }

    public ParcelViews(Map<String, String> variables) {
        var platform = Platform.of(variables);
        super(platform, ParcelService.on(platform));
    }
}
