package dev.millrace.local.http;

import dev.millrace.local.bus.PutEvents;
import dev.millrace.local.store.Sqs;

/// The services of AWS that have no port of their own, and answer on the API's.
public record EmbeddedServices(PutEvents putEvents, Sqs sqs) {}
