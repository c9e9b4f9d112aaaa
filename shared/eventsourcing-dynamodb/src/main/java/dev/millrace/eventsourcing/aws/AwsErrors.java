package dev.millrace.eventsourcing.aws;

import dev.millrace.eventsourcing.Brief;
import dev.millrace.eventsourcing.Outage;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Separates outages from answers and defects. Throttling, time-outs, 5xx, a missing table and a
/// missing permission are outages: they say nothing about the command. A failed condition is an
/// answer. A request that AWS finds invalid, or that the SDK cannot send as it is configured, is a
/// defect: it fails every time.
public final class AwsErrors {
    private static final int MOST_CAUSE_CHARACTERS = 300;

    private AwsErrors() {}

    /// Makes a call. Throws an [Outage] if an outage made it fail, and any other exception
    /// unchanged.
    ///
    /// @param what names the call in the error message: `append to ParcelEvents`
    public static <T> T translate(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (ConditionalCheckFailedException | TransactionCanceledException answer) {
            throw answer;
        } catch (SdkException failed) {
            if (isInvalidRequest(failed) || isMisconfigured(failed)) throw failed;
            throw new Outage("%s failed: %s".formatted(what, brief(failed)), failed);
        }
    }

    private static boolean isInvalidRequest(SdkException failed) {
        return failed instanceof AwsServiceException rejected
                && rejected.awsErrorDetails() != null
                && "ValidationException".equals(rejected.awsErrorDetails().errorCode());
    }

    /// Whether the SDK refuses the call because of its configuration: a failure on the way to AWS
    /// has a cause. Missing credentials count as an outage, because they come from outside and may
    /// come later.
    private static boolean isMisconfigured(SdkException failed) {
        var message = String.valueOf(failed.getMessage());
        return failed.getClass() == SdkClientException.class
                && failed.getCause() == null
                && !message.contains("credentials")
                && !message.contains("metadata");
    }

    private static String brief(SdkException failed) {
        return Brief.of(String.valueOf(failed.getMessage()), MOST_CAUSE_CHARACTERS);
    }
}
