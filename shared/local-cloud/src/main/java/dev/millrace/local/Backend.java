package dev.millrace.local;

import dev.millrace.local.bus.Bus;
import dev.millrace.local.http.EmbeddedServices;
import dev.millrace.local.store.Engine;
import dev.millrace.local.store.QueueSender;
import dev.millrace.local.store.QueueSpec;
import dev.millrace.local.template.Template;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The services that a template's functions use: DynamoDB tables with streams, SQS queues and
/// EventBridge buses. [Embedded] is the default. Another backend, such as LocalStack, checks the
/// functions and the embedded backend against an independent emulation of AWS. Functions, the HTTP
/// API, stream readers and schedules are always the local cloud's own.
public interface Backend extends QueueSender, AutoCloseable {
    /// The address of DynamoDB and its streams. It is known before [#start].
    URI dynamoDb();

    /// The address of EventBridge's PutEvents.
    URI eventBridge();

    /// The address of SQS.
    URI sqs();

    /// Starts the backend and makes the template's queues. The caller creates the tables.
    Engine start(Template template, List<QueueSpec> queues, InstantSource clock);

    /// Opens the backend for writes, after the tables are created. When this returns, an event on a
    /// bus reaches the targets of each rule that it matches, and the listeners of `bus`.
    ///
    /// @param written called with the names of the tables that were written to. A backend that does
    ///   not see writes need not call it, because stream readers also poll.
    /// @return the services to serve on the API's port; empty if the backend has its own address
    Optional<EmbeddedServices> open(
            Template template, Bus bus, Consumer<Collection<String>> written);

    /// Stops the delivery of events to the bus. Everything else still answers.
    void stop();

    @Override
    void close();
}
