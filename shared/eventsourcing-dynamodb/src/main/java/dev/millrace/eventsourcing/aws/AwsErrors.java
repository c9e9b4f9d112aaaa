package dev.millrace.eventsourcing.aws;

import dev.millrace.eventsourcing.Brief;
import dev.millrace.eventsourcing.Outage;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Tells an outage from an answer: throttling, time-outs, 5xx, a missing table or permission say
/// nothing about the command at hand. A failed condition is an answer. A request that AWS finds
/// invalid, or that the SDK cannot even send as it is configured, is a defect of ours: it fails the
/// same way however often it is made.
public final class AwsErrors {
    private static final int MOST_CAUSE_CHARACTERS = 300;

    private AwsErrors() {}

    /// Makes a call, and throws an [Outage] where it failed by one.
    ///
    /// @param what names the call for whoever reads the error: `append to ParcelEvents`
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

    /// The SDK rejects to make the call as it is configured: what fails on the way has a cause.
    /// Credentials come from outside, and may come later.
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
