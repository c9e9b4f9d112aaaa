package dev.millrace.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.bus.Bus;
import dev.millrace.local.bus.Schedules;
import dev.millrace.local.functions.Asynchronous;
import dev.millrace.local.functions.FunctionCode;
import dev.millrace.local.functions.FunctionSpec;
import dev.millrace.local.functions.Functions;
import dev.millrace.local.functions.InvocationResult;
import dev.millrace.local.http.ApiServer;
import dev.millrace.local.injvm.InJvmHttpService;
import dev.millrace.local.store.Buckets;
import dev.millrace.local.store.LocalStore;
import dev.millrace.local.store.QueueSpec;
import dev.millrace.local.store.Queues;
import dev.millrace.local.store.TableFaults;
import dev.millrace.local.store.Tables;
import dev.millrace.local.streams.Backlog;
import dev.millrace.local.streams.MappingSpec;
import dev.millrace.local.streams.Streams;
import dev.millrace.local.template.Place;
import dev.millrace.local.template.Resource;
import dev.millrace.local.template.Template;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A SAM template that runs in this JVM. When [#start] returns, its HTTP API answers, its streams
/// are read and its schedules run. [#close] stops everything and frees the ports.
///
/// ```java
/// try (var cloud = LocalCloud.start(LocalCloudOptions.of(Path.of("template.yaml")))) {
///     var result = cloud.invoke("Count", "{}");
/// }
/// ```
public final class LocalCloud implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.millrace.local");

    /// How long [#close] waits for invocations under way before it interrupts them.
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);

    /// How long [#close] waits for each thread that awaited an interrupted invocation.
    private static final Duration INTERRUPT_TIMEOUT = Duration.ofSeconds(1);

    private interface Closing {
        void close() throws Exception;
    }

    private final InstantSource clock = InstantSource.system();
    private final Deque<Closing> closings = new ArrayDeque<>();
    private final Template template;
    private final URI api;
    private final Backend backend;
    private final Functions functions;
    private final Buckets buckets;
    private final Bus bus;
    private final Schedules schedules;
    private final Backlog backlog;

    /// Starts everything. If it fails, nothing is left running.
    ///
    /// @throws LocalCloudException if the template or the options have a mistake; its message says
    ///   what to do
    public static LocalCloud start(LocalCloudOptions options) {
        return new LocalCloud(options);
    }

    private LocalCloud(LocalCloudOptions options) {
        try {
            options.backend().ifPresent(given -> closings.push(given::close));
            var apiServer =
                    ListenPorts.bind(
                            "the API",
                            "--port",
                            options.bind(),
                            options.apiPort(),
                            ApiServer::bind);
            closings.push(apiServer::close);
            this.api = ListenPorts.uri(options.bind(), apiServer.port());
            this.backend = options.backend().orElseGet(() -> embedded(options));
            var place = new Place(options.stack(), SdkSettings.REGION, api, backend.sqs());
            this.template = Template.read(options.template(), options.parameters(), place);
            var mappings = MappingSpec.all(template);
            var queues = QueueSpec.all(template);
            SdkSettings.set();

            var specs = FunctionSpec.all(template, environment());
            var classes = options.classes().orElseGet(() -> code(specs, options));
            this.functions = new Functions(specs, classes, clock);
            closings.push(functions::close);
            functions.beginWarmUp();
            var engine = backend.start(template, queues, clock);
            var localStore = new LocalStore(engine, options.stack());
            this.buckets = new Buckets(localStore);
            var asynchronous = new Asynchronous(functions, localStore, backend, buckets, clock);
            this.bus = new Bus(template, functions, asynchronous, backend);
            this.schedules =
                    new Schedules(
                            template,
                            functions,
                            asynchronous,
                            localStore,
                            options.scheduleEvery(),
                            clock);
            var streams =
                    new Streams(engine, localStore, functions, backend, buckets, place, clock);

            this.backlog = streams.backlog();

            var tables = new Tables(engine.tables());
            template.all("AWS::DynamoDB::Table").forEach(tables::create);
            var embedded = backend.open(template, bus, streams::wake);
            functions.awaitWarmUp();

            closings.push(() -> asynchronous.join(INTERRUPT_TIMEOUT));
            closings.push(() -> streams.join(INTERRUPT_TIMEOUT));
            closings.push(() -> functions.drain(DRAIN_TIMEOUT));
            closings.push(asynchronous::stop);
            closings.push(streams::stop);
            streams.start(mappings);
            asynchronous.resume();
            closings.push(schedules::close);
            schedules.start();
            closings.push(apiServer::close);
            closings.push(backend::stop);
            apiServer.serve(template, functions, asynchronous, embedded, clock);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private ClassLoader code(List<FunctionSpec> functions, LocalCloudOptions options) {
        var code = FunctionCode.load(functions, options.template());
        closings.push(code::close);
        return code.classes();
    }

    private Backend embedded(LocalCloudOptions options) {
        var embedded = new Embedded(options, api);
        closings.push(embedded::close);
        return embedded;
    }

    /// The address of the HTTP API, Lambda's Invoke and all embedded AWS APIs except DynamoDB.
    public URI api() {
        return api;
    }

    /// The address of DynamoDB.
    public URI dynamoDb() {
        return backend.dynamoDb();
    }

    /// The address of EventBridge's PutEvents.
    public URI eventBridge() {
        return backend.eventBridge();
    }

    /// Whether the template has a function of this logical id or name.
    public boolean hasFunction(String function) {
        return functions.find(function).isPresent();
    }

    /// The logical ids of the template's functions, in its order.
    public List<String> functions() {
        return functions.all().stream().map(function -> function.spec().id()).toList();
    }

    /// Runs one function, by its logical id or its name, on one event. Returns its answer or its
    /// error.
    public InvocationResult invoke(String function, String event) throws InterruptedException {
        return functions.get(function).invoke(event);
    }

    /// Calls the listener with every event that the bus receives from now on, in the form that a
    /// rule's target gets.
    public void onBusEvent(Consumer<JsonNode> listener) {
        bus.onEvent(listener);
    }

    /// Gives an event, in the form that a rule's target gets, to each bus that has a rule for it.
    /// Returns whether any bus has one.
    public boolean publish(JsonNode event) {
        return bus.receive(event);
    }

    /// The template's schedules, which can also be run at once.
    public Schedules schedules() {
        return schedules;
    }

    /// The stream records that were read and are not handled yet.
    public Backlog backlog() {
        return backlog;
    }

    /// The features of the template that the local cloud does not emulate, one line each.
    public List<String> notEmulated() {
        return Stream.concat(template.notEmulated().stream(), functions.notEmulated().stream())
                .toList();
    }

    /// The value of `Ref` for a resource of the template: a table's name, a queue's URL, ….
    public String resource(String logicalId) {
        return template.ref(logicalId)
                .orElseThrow(
                        () -> new IllegalArgumentException("the template has no " + logicalId));
    }

    /// The template's outputs by name.
    public Map<String, String> outputs() {
        return template.outputs();
    }

    /// The template's `Metadata: Millrace: Greeting`, a text to print after the start. In it `@{…}`
    /// means what `${…}` means to `Fn::Sub`.
    public Optional<String> greeting() {
        return template.greeting();
    }

    /// The messages in a queue, by the queue's logical id, oldest first.
    public List<Queues.Message> messages(String queue) {
        return embedded().queues().messages(name(queue));
    }

    /// The objects in a bucket, by the bucket's logical id: text by key.
    public Map<String, String> objects(String bucket) {
        return buckets.objects(name(bucket));
    }

    /// Closes every open shard of every stream and opens new ones, as AWS does every few hours.
    public void rollShardsOver() {
        embedded().engine().rollShardsOver();
    }

    /// Simulates an outage of a table, by its logical id, until the returned fault is closed.
    /// DynamoDB rejects each read and write of the table's items as throttled. An SDK then retries
    /// for a while and fails. A batch or a transaction that touches the table is rejected as a
    /// whole. The table's stream is still read, and PartiQL is not rejected.
    public TableFaults.Fault throttle(String table) {
        return embedded().faults().begin(tableName(table), TableFaults.Kind.THROTTLED);
    }

    /// Simulates a defect of the functions that write to a table, by its logical id, until the
    /// returned fault is closed. DynamoDB rejects each write as invalid, which no SDK retries.
    /// Reads are answered.
    public TableFaults.Fault breakWrites(String table) {
        return embedded().faults().begin(tableName(table), TableFaults.Kind.WRITES_INVALID);
    }

    /// The logical ids of the template's tables.
    public List<String> tables() {
        return template.all("AWS::DynamoDB::Table").stream().map(Resource::id).toList();
    }

    private String tableName(String logicalId) {
        return template.resource(logicalId)
                .filter(resource -> resource.is("AWS::DynamoDB::Table"))
                .orElseThrow(() ->
                        new IllegalArgumentException("the template has no table " + logicalId))
                .name();
    }

    /// Stops everything. The local cloud accepts nothing more, waits some seconds for the
    /// invocations under way and interrupts the rest. Those stay owed: a start on the same data
    /// runs them again.
    @Override
    public void close() {
        while (!closings.isEmpty()) {
            try {
                closings.pop().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.WARNING, "did not close cleanly", e);
            }
        }
    }

    private Embedded embedded() {
        if (backend instanceof Embedded embedded) return embedded;
        throw new IllegalStateException("only the embedded backend supports this");
    }

    private String name(String logicalId) {
        return template.resource(logicalId)
                .orElseThrow(() -> new IllegalArgumentException("the template has no " + logicalId))
                .name();
    }

    private Map<String, String> environment() {
        var variables = new HashMap<String, String>();
        variables.put("AWS_REGION", SdkSettings.REGION);
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", backend.dynamoDb().toString());
        variables.put("AWS_ENDPOINT_URL_EVENTBRIDGE", backend.eventBridge().toString());
        variables.put("AWS_ENDPOINT_URL_SQS", backend.sqs().toString());
        if (backend instanceof Embedded)
            variables.put("AWS_HTTP_SERVICE_DYNAMODB", InJvmHttpService.class.getName());
        return variables;
    }
}
