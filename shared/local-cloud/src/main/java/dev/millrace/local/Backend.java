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

/// What the functions of a template stand on: tables with their streams, queues and a bus. The one
/// that is [Embedded] serves everybody; another, such as LocalStack's, is there to hold the
/// functions, and the embedded one, against somebody else's idea of AWS. Functions, the HTTP API,
/// the readers of the streams and the schedules are the local cloud's own on any of them.
public interface Backend extends QueueSender, AutoCloseable {
    /// Where DynamoDB and its streams are reached, from before [#start].
    URI dynamoDb();

    /// Where EventBridge's PutEvents is reached.
    URI eventBridge();

    /// Where SQS is reached.
    URI sqs();

    /// Begins, with the template's queues but none of its tables yet.
    Engine start(Template template, List<QueueSpec> queues, InstantSource clock);

    /// From when this returns the tables, made meanwhile, may be written to, and an event put on a
    /// bus comes to the targets of the rules that match it, and to who listens to `bus`.
    ///
    /// @param written to be told the tables that were written to, if it is known at once; who reads
    ///   their streams looks now and then anyway
    /// @return what is to be answered on the API's port, where that is this backend's address
    Optional<EmbeddedServices> open(
            Template template, Bus bus, Consumer<Collection<String>> written);

    /// Gives no more events to the bus; the rest still answers.
    void stop();

    @Override
    void close();
}
