package dev.millrace.local.http;

import dev.millrace.local.bus.PutEvents;
import dev.millrace.local.store.Sqs;

/// The embedded AWS services that are served on the API's port.
public record EmbeddedServices(PutEvents putEvents, Sqs sqs) {}
