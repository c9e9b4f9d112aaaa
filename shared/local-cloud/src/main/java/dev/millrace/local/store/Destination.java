package dev.millrace.local.store;

import dev.millrace.local.template.Properties;
import java.util.Optional;

/// Where a failure goes in the end, as the template's ARN says.
public sealed interface Destination {
    record ToQueue(String name) implements Destination {}

    record ToBucket(String name) implements Destination {}

    /// The destination named by an ARN; a kind of resource that is no failure destination here is
    /// the template's mistake.
    static Destination of(String arn, Properties at) {
        var name = arn.substring(arn.lastIndexOf(':') + 1);
        if (arn.startsWith("arn:aws:sqs:")) {
            return new ToQueue(name);
        }
        if (arn.startsWith("arn:aws:s3:")) {
            return new ToBucket(name);
        }
        throw at.error("a failure destination is a queue or a bucket here, not " + arn);
    }

    /// `DestinationConfig.OnFailure.Destination`, where it is given.
    static Optional<Destination> onFailure(Properties holder) {
        return holder.part("DestinationConfig")
                .part("OnFailure")
                .text("Destination")
                .map(arn -> of(arn, holder));
    }
}
