package dev.millrace.local.store;

import dev.millrace.local.template.Resource;
import dev.millrace.local.template.Template;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The settings of one queue in the template.
///
/// @param hiddenFor how long a received message is hidden, unless the receiver gives a time
/// @param waitTime how long a receiver waits for a message, unless it gives a time
public record QueueSpec(
        String name, Duration hiddenFor, Duration waitTime, Optional<Redrive> redrive) {

    /// A message that was received `receives` times and not deleted moves to a dead-letter queue.
    ///
    /// @param queue the dead-letter queue's name
    public record Redrive(String queue, int receives) {}

    /// All queues of a template. A dead-letter queue that is not one of them is an error of the
    /// template.
    public static List<QueueSpec> all(Template template) {
        return template.all("AWS::SQS::Queue").stream().map(queue -> of(queue, template)).toList();
    }

    private static QueueSpec of(Resource queue, Template template) {
        var properties = queue.properties();
        return new QueueSpec(
                queue.name(),
                properties.seconds("VisibilityTimeout", 30),
                properties.seconds("ReceiveMessageWaitTimeSeconds", 0),
                properties.has("RedrivePolicy")
                        ? Optional.of(redrive(queue, template))
                        : Optional.empty());
    }

    private static Redrive redrive(Resource queue, Template template) {
        var policy = queue.properties().part("RedrivePolicy");
        var target = policy.required("deadLetterTargetArn");
        var receives = policy.number("maxReceiveCount", 0);
        if (receives < 1 || receives > 1000) {
            throw policy.error("`maxReceiveCount` must be a number from 1 to 1000");
        }
        return template.all("AWS::SQS::Queue").stream()
                .filter(other -> !other.equals(queue) && arn(other, template).equals(target))
                .map(other -> new Redrive(other.name(), receives))
                .findFirst()
                .orElseThrow(() ->
                        policy.error(
                                "`deadLetterTargetArn` of %s is not another queue of this template: %s"
                                        .formatted(queue.id(), target)));
    }

    private static String arn(Resource queue, Template template) {
        return template.place().arn("sqs", queue.name());
    }
}
