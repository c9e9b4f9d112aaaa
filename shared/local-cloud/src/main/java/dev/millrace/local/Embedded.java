package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import dev.millrace.local.bus.Bus;
import dev.millrace.local.bus.PutEvents;
import dev.millrace.local.http.EmbeddedServices;
import dev.millrace.local.store.DynamoDbEndpoint;
import dev.millrace.local.store.EmbeddedEngine;
import dev.millrace.local.store.Engine;
import dev.millrace.local.store.LocalStore;
import dev.millrace.local.store.QueueSpec;
import dev.millrace.local.store.Queues;
import dev.millrace.local.store.Sqs;
import dev.millrace.local.store.TableFaults;
import dev.millrace.local.template.Template;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The backend in this JVM: DynamoDB Local, and emulated queues and buses on the API's port.
final class Embedded implements Backend {
    private final Optional<DataFolder> folder;
    private final DynamoDbEndpoint endpoint;
    private final URI dynamoDb;
    private final URI api;
    private final TableFaults faults = new TableFaults();
    private @Nullable Running running;

    private record Running(EmbeddedEngine engine, Queues queues, Sqs sqs, InstantSource clock) {}

    /// Locks the data folder and opens the port. Requests are answered from [#open] on.
    Embedded(LocalCloudOptions options, URI api) {
        this.api = api;
        this.folder = options.data().map(DataFolder::open);
        try {
            this.endpoint =
                    ListenPorts.bind(
                            "DynamoDB",
                            "--dynamodb-port",
                            options.bind(),
                            options.dynamoDbPort(),
                            DynamoDbEndpoint::bind);
        } catch (RuntimeException e) {
            folder.ifPresent(DataFolder::close);
            throw e;
        }
        this.dynamoDb = ListenPorts.uri(options.bind(), endpoint.port());
    }

    @Override
    public URI dynamoDb() {
        return dynamoDb;
    }

    @Override
    public URI eventBridge() {
        return api;
    }

    @Override
    public URI sqs() {
        return api;
    }

    @Override
    public Engine start(Template template, List<QueueSpec> specs, InstantSource clock) {
        var engine = EmbeddedEngine.start(folder.map(DataFolder::database));
        try {
            var place = template.place();
            var queues = new Queues(new LocalStore(engine, place.stack()), clock);
            running = new Running(engine, queues, new Sqs(specs, queues, place, clock), clock);
            return engine;
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    @Override
    public Optional<EmbeddedServices> open(
            Template template, Bus bus, Consumer<Collection<String>> written) {
        endpoint.serve(engine(), faults, written);
        return Optional.of(
                new EmbeddedServices(new PutEvents(bus, running().clock()), running().sqs()));
    }

    @Override
    public void send(String queue, String body) {
        queues().send(queue, body);
    }

    EmbeddedEngine engine() {
        return running().engine();
    }

    Queues queues() {
        return running().queues();
    }

    TableFaults faults() {
        return faults;
    }

    /// Ends the wait of SQS receivers, so that the API's port can close. Events arrive on it.
    @Override
    public void stop() {
        queues().close();
    }

    @Override
    public void close() {
        try (var _ = folder.orElse(null);
                endpoint) {
            if (running != null) running.engine().close();
        }
    }

    private Running running() {
        return requireNonNull(running, "not started");
    }
}
