package dev.millrace.local.store;

import dev.millrace.local.template.Resource;
import dev.millrace.local.template.Template;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the template says of one queue.
///
/// @param hiddenFor for how long a message received is hidden, where its receiver does not say
/// @param waitTime for how long a receiver waits for a message, where it does not say
public record QueueSpec(
        String name, Duration hiddenFor, Duration waitTime, Optional<Redrive> redrive) {

    /// Where a message goes that was received `receives` times and never deleted.
    ///
    /// @param queue the dead-letter queue's name
    public record Redrive(String queue, int receives) {}

    /// All queues of a template; a dead-letter queue that is none of them is the template's
    /// mistake.
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
