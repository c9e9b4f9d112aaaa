package dev.millrace.localstack;

import static java.util.Comparator.comparing;
import static org.awaitility.Awaitility.await;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.REDRIVE_POLICY;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.VISIBILITY_TIMEOUT;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.Backend;
import dev.millrace.local.SdkSettings;
import dev.millrace.local.bus.Bus;
import dev.millrace.local.http.EmbeddedServices;
import dev.millrace.local.store.Engine;
import dev.millrace.local.store.QueueSpec;
import dev.millrace.local.store.QueueSpec.Redrive;
import dev.millrace.local.template.Place;
import dev.millrace.local.template.Template;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.StreamStatus;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// The tables, streams, queues and buses of a LocalStack that is already running.
public final class LocalStack implements Backend {
    /// System property with the image of LocalStack. It is not set in a run on the embedded
    /// backend.
    public static final String IMAGE = "millrace.localstack.image";

    /// System property with the URL of LocalStack. It is empty if there is no Docker.
    public static final String URL = "millrace.localstack.url";

    private static final String EVERY_EVENT = "{\"source\":[{\"prefix\":\"\"}]}";

    private final URI url;
    private final Clients clients;
    private final SqsClient sqs;
    private final EventBridgeClient events;
    private final List<Subscription> subscriptions = new ArrayList<>();

    private record Clients(DynamoDbClient tables, DynamoDbStreamsClient streams)
            implements Engine {}

    private LocalStack(URI url) {
        this.url = url;
        this.clients =
                new Clients(
                        at(url, DynamoDbClient.builder()).build(),
                        at(url, DynamoDbStreamsClient.builder()).build());
        this.sqs = at(url, SqsClient.builder()).build();
        this.events = at(url, EventBridgeClient.builder()).build();
    }

    /// Whether this run needs LocalStack and there is no Docker.
    public static boolean isMissing() {
        return System.getProperty(IMAGE) != null && System.getProperty(URL, "none").isEmpty();
    }

    /// The LocalStack of this run. Empty in a run on the embedded backend.
    public static Optional<LocalStack> ofThisRun() {
        if (System.getProperty(IMAGE) == null) return Optional.empty();
        var url = System.getProperty(URL);
        if (url == null) throw new IllegalStateException("LocalStack was not started");
        return Optional.of(new LocalStack(URI.create(url)));
    }

    @Override
    public URI dynamoDb() {
        return url;
    }

    @Override
    public URI eventBridge() {
        return url;
    }

    @Override
    public URI sqs() {
        return url;
    }

    /// Makes each dead-letter queue before the queue that refers to it.
    @Override
    public Engine start(Template template, List<QueueSpec> queues, InstantSource clock) {
        queues.stream()
                .sorted(comparing(queue -> queue.redrive().isPresent()))
                .forEach(queue -> make(queue, template.place()));
        return clients;
    }

    private void make(QueueSpec queue, Place place) {
        var attributes = new HashMap<QueueAttributeName, String>();
        attributes.put(VISIBILITY_TIMEOUT, "" + queue.hiddenFor().toSeconds());
        queue.redrive()
                .map(redrive -> json(redrive, place))
                .ifPresent(policy -> attributes.put(REDRIVE_POLICY, policy));
        sqs.createQueue(create -> create.queueName(queue.name()).attributes(attributes));
    }

    private static String json(Redrive redrive, Place place) {
        return "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%s}"
                .formatted(place.arn("sqs", redrive.queue()), redrive.receives());
    }

    @Override
    public Optional<EmbeddedServices> open(
            Template template, Bus bus, Consumer<Collection<String>> written) {
        for (var table : template.all("AWS::DynamoDB::Table")) {
            if (table.properties().has("StreamSpecification")) awaitStream(table.name());
        }
        for (var one : template.all("AWS::Events::EventBus")) {
            events.createEventBus(create -> create.name(one.name()));
            subscribe(
                    template.place(), one.name(), "every-event", EVERY_EVENT, bus::notifyListeners);
        }
        for (var rule : bus.rules()) {
            Consumer<JsonNode> give = event -> bus.give(rule, event);
            subscribe(template.place(), rule.bus(), rule.name(), rule.pattern(), give);
        }
        return Optional.empty();
    }

    /// A stream does not contain what was written before it was enabled.
    private void awaitStream(String table) {
        var arn = clients.tables.describeTable(of -> of.tableName(table)).table().latestStreamArn();
        await().until(
                        () -> clients.streams.describeStream(of -> of.streamArn(arn)),
                        stream ->
                                stream.streamDescription().streamStatus() == StreamStatus.ENABLED);
    }

    /// LocalStack does not run our functions. So the target of a rule is a queue, which is read
    /// here.
    private void subscribe(
            Place place, String bus, String rule, String pattern, Consumer<JsonNode> receiver) {
        var queue = "%s-%s".formatted(bus, rule);
        var queueUrl = sqs.createQueue(create -> create.queueName(queue)).queueUrl();
        events.putRule(put -> put.name(rule).eventBusName(bus).eventPattern(pattern));
        var target = Target.builder().id("queue").arn(place.arn("sqs", queue)).build();
        events.putTargets(put -> put.rule(rule).eventBusName(bus).targets(target));
        subscriptions.add(Subscription.begin(sqs, queueUrl, receiver));
    }

    @Override
    public void send(String queue, String body) {
        var queueUrl = sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl();
        sqs.sendMessage(send -> send.queueUrl(queueUrl).messageBody(body));
    }

    @Override
    public void stop() {
        subscriptions.forEach(Subscription::end);
    }

    @Override
    public void close() {
        stop();
        clients.tables.close();
        clients.streams.close();
        sqs.close();
        events.close();
    }

    private static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B at(
            URI url, B builder) {
        return builder.endpointOverride(url)
                .fipsEnabled(false)
                .dualstackEnabled(false)
                .httpClientBuilder(SdkSettings.direct());
    }
}
