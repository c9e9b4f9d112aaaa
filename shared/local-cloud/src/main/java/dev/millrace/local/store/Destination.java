package dev.millrace.local.store;

import dev.millrace.local.template.Properties;
import java.util.Optional;

/// A failure destination, which the template names by its ARN.
public sealed interface Destination {
    record ToQueue(String name) implements Destination {}

    record ToBucket(String name) implements Destination {}

    /// The destination with an ARN. An ARN of anything but a queue or a bucket is an error of the
    /// template.
    static Destination of(String arn, Properties at) {
        var name = arn.substring(arn.lastIndexOf(':') + 1);
        if (arn.startsWith("arn:aws:sqs:")) {
            return new ToQueue(name);
        }
        if (arn.startsWith("arn:aws:s3:")) {
            return new ToBucket(name);
        }
        throw at.error("a failure destination must be a queue or a bucket here, not " + arn);
    }

    /// The value of `DestinationConfig.OnFailure.Destination`; empty if it is not given.
    static Optional<Destination> onFailure(Properties holder) {
        return holder.part("DestinationConfig")
                .part("OnFailure")
                .text("Destination")
                .map(arn -> of(arn, holder));
    }
}
