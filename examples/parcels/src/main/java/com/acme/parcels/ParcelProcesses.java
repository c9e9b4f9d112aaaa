package com.acme.parcels;

import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.ProcessStreamFunction;
import java.util.Map;

/// The Lambda function that hands every commit of the journal to the processes.
public final class ParcelProcesses extends ProcessStreamFunction {
    public ParcelProcesses() {
        this(System.getenv());
    }

    public ParcelProcesses(Map<String, String> variables) {
        var platform = Platform.of(variables);
        super(platform, ParcelService.on(platform));
    }
}
