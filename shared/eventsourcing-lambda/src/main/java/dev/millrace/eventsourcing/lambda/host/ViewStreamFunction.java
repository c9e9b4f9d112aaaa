package dev.millrace.eventsourcing.lambda.host;

import dev.millrace.eventsourcing.lambda.Metric;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.process.Service;

/// Updates all views of a service from the commits of its journals.
public abstract class ViewStreamFunction extends StreamFunction {
    private static final Metric LAG = Metric.millis("ViewLag");

    protected ViewStreamFunction(Platform platform, Service service) {
        super(platform, service, new Processes(service, platform).viewStream(), LAG);
    }
}
