package dev.millrace.cli;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/// Says in one line why a function could not be called, and what to do. Lambda's message about a
/// wrong signature is not shown, because it quotes the request with its session token.
sealed interface InvokeFailure {
    Set<String> CREDENTIALS =
            Set.of(
                    "ExpiredToken",
                    "ExpiredTokenException",
                    "IncompleteSignatureException",
                    "InvalidClientTokenId",
                    "InvalidSignatureException",
                    "MissingAuthenticationToken",
                    "MissingAuthenticationTokenException",
                    "SignatureDoesNotMatch",
                    "UnrecognizedClientException");

    String of(String function, SdkException failed);

    /// The question whether the address or the stack has functions of Millrace at all.
    String doubt();

    record Local(URI api) implements InvokeFailure {
        @Override
        public String of(String function, SdkException failed) {
            if (failed instanceof ResourceNotFoundException) {
                return "the local cloud at %s has no function %s: see template.yaml"
                        .formatted(api, function);
            }
            if (cause(UnknownHostException.class, failed) != null) {
                return "no host is called %s".formatted(api.getHost());
            }
            if (cause(ConnectException.class, failed) != null) {
                return "nothing listens at %s: start it with ./millrace local".formatted(api);
            }
            if (tookTooLong(failed)) return noAnswer(function);
            if (!(failed instanceof LambdaException)) {
                return "the call to %s failed: %s".formatted(api, message(failed));
            }
            // A local cloud checks no signatures. DynamoDB does, which listens on another port.
            var code = code(failed);
            return code == null || CREDENTIALS.contains(code)
                    ? ("%s is not the HTTP API of a local cloud:"
                                    + " give the address that ./millrace local prints for it")
                            .formatted(api)
                    : "%s did not run: %s".formatted(function, message(failed));
        }

        @Override
        public String doubt() {
            return "is %s the HTTP API of a local cloud?".formatted(api);
        }
    }

    record OnAws(String stack, String region) implements InvokeFailure {
        @Override
        public String of(String function, SdkException failed) {
            if (failed instanceof ResourceNotFoundException) {
                return "no function %s in %s: %s".formatted(function, region, doubt());
            }
            if (failed instanceof TooManyRequestsException) {
                return "Lambda is throttling %s: try again in a while".formatted(function);
            }
            if (tookTooLong(failed)) return noAnswer(function);
            var code = code(failed);
            if (code == null) {
                return "cannot reach Lambda in %s: %s".formatted(region, message(failed));
            }
            if (code.equals("AccessDeniedException")) {
                return "access denied: the credentials need the permission lambda:InvokeFunction on %s"
                        .formatted(function);
            }
            return "%s did not run: %s (%s)".formatted(function, message(failed), code);
        }

        @Override
        public String doubt() {
            return "is %s a stack of Millrace, in this region and account?".formatted(stack);
        }
    }

    private static String noAnswer(String function) {
        return "no answer from %s in %s s: it may still be running; look again later"
                .formatted(function, LambdaClients.CALL.toSeconds());
    }

    /// Whether the connection was made, but the answer did not arrive in time.
    private static boolean tookTooLong(SdkException failed) {
        return failed instanceof ApiCallTimeoutException
                || (cause(SocketTimeoutException.class, failed) != null
                        && !message(failed).contains("Connect timed out"));
    }

    /// The first failure of this type among the causes; null if there is none.
    static <T extends Throwable> @Nullable T cause(Class<T> type, Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) return type.cast(cause);
        }
        return null;
    }

    private static @Nullable String code(SdkException failed) {
        return failed instanceof AwsServiceException said && said.awsErrorDetails() != null
                ? said.awsErrorDetails().errorCode()
                : null;
    }

    /// The error code if it concerns the caller's credentials; null otherwise.
    static @Nullable String codeOfCredentials(SdkException failed) {
        var code = code(failed);
        return code != null && CREDENTIALS.contains(code) ? code : null;
    }

    static String message(RuntimeException failed) {
        var host = cause(UnknownHostException.class, failed);
        if (host != null) return "no host is called " + host.getMessage();
        var said =
                failed instanceof AwsServiceException aws && aws.awsErrorDetails() != null
                        ? aws.awsErrorDetails().errorMessage()
                        : null;
        return said == null ? String.valueOf(failed.getMessage()) : said;
    }
}
