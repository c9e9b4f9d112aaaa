package dev.millrace.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.Json;
import dev.millrace.local.bus.PutEvents;
import dev.millrace.local.functions.Asynchronous;
import dev.millrace.local.functions.Functions;
import dev.millrace.local.functions.LambdaFunction;
import dev.millrace.local.store.Sqs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The AWS services on the API's port, for `aws … --endpoint-url` and for the functions themselves:
/// Lambda's Invoke, CloudFormation's DescribeStacks and, if they are embedded, EventBridge's
/// PutEvents and SQS. Signatures are not checked.
final class AwsApis {
    private static final Pattern INVOKE =
            Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");

    private static final String SQS = "AmazonSQS.";

    private final Optional<EmbeddedServices> embedded;
    private final Functions functions;
    private final Asynchronous asynchronous;
    private final StackApi stack;

    AwsApis(
            Optional<EmbeddedServices> embedded,
            Functions functions,
            Asynchronous asynchronous,
            StackApi stack) {
        this.embedded = embedded;
        this.functions = functions;
        this.asynchronous = asynchronous;
        this.stack = stack;
    }

    /// Empty if the request is not for AWS but for the template's own API.
    Optional<Answer> answer(Request request) throws InterruptedException {
        if (!request.method().equals("POST")) {
            return Optional.empty();
        }
        var target = request.header("x-amz-target");
        var invoke = INVOKE.matcher(request.path());
        var isForAws = target.isPresent() || invoke.matches();
        if (isForAws && request.header("origin").isPresent()) {
            return Optional.of(
                    error(403, "AccessDeniedException", "a web page may not call this API"));
        }
        if (embedded.isPresent() && target.isPresent()) {
            // Some clients send SQS requests to the queue's own URL, not to `/`.
            if (target.get().startsWith(SQS)) {
                var operation = target.get().substring(SQS.length());
                return Optional.of(sqs(embedded.get().sqs(), operation, request));
            }
            if (request.path().equals("/")) {
                return Optional.of(events(embedded.get().putEvents(), target.get(), request));
            }
        }
        if (invoke.matches()) {
            return Optional.of(invoke(Route.decode(invoke.group(1)), request));
        }
        return stack.answer(request);
    }

    private static Answer events(PutEvents putEvents, String target, Request request) {
        var body = Json.parse(new String(request.body(), StandardCharsets.UTF_8));
        if (!target.equals("AWSEvents.PutEvents")) {
            return error(400, "UnknownOperationException", target + " is not emulated");
        }
        if (body.isEmpty()) {
            return error(400, "SerializationException", "the request is not JSON");
        }
        try {
            return aws(200, putEvents.answer(body.get()));
        } catch (PutEvents.Rejected e) {
            return error(400, "ValidationException", String.valueOf(e.getMessage()));
        }
    }

    private static Answer sqs(Sqs sqs, String operation, Request request)
            throws InterruptedException {
        var body = Json.parse(new String(request.body(), StandardCharsets.UTF_8));
        if (body.isEmpty()) {
            return sqsError("InvalidRequest", "the request is not JSON");
        }
        try {
            return aws(200, sqs.answer(operation, body.get()))
                    .with("content-type", "application/x-amz-json-1.0");
        } catch (Sqs.Rejected e) {
            return sqsError(e.code(), String.valueOf(e.getMessage()));
        }
    }

    private static Answer sqsError(String code, String message) {
        return error(400, "com.amazonaws.sqs#" + code, message)
                .with("content-type", "application/x-amz-json-1.0");
    }

    private Answer invoke(String name, Request request) throws InterruptedException {
        var function = functions.find(name);
        if (function.isEmpty()) {
            return Answer.json(
                            404,
                            Json.object()
                                    .put("Type", "User")
                                    .put("Message", "Function not found: " + name))
                    .with("x-amzn-errortype", "ResourceNotFoundException");
        }
        var event =
                request.body().length == 0
                        ? "{}"
                        : new String(request.body(), StandardCharsets.UTF_8);
        if (Json.parse(event).isEmpty()) {
            return Answer.json(
                            400,
                            Json.object()
                                    .put("Type", "User")
                                    .put("message", "Could not parse request body into json"))
                    .with("x-amzn-errortype", "InvalidRequestContentException");
        }
        return switch (request.header("x-amz-invocation-type").orElse("RequestResponse")) {
            case "Event" -> {
                asynchronous.invoke(function.get(), event);
                yield new Answer(202, Map.of(), new byte[0]);
            }
            case "DryRun" -> new Answer(204, Map.of(), new byte[0]);
            default -> invokeNow(function.get(), event);
        };
    }

    private static Answer invokeNow(LambdaFunction function, String event)
            throws InterruptedException {
        var outcome = function.invoke(event);
        var answer =
                new Answer(
                                200,
                                Map.of("content-type", List.of("application/json")),
                                outcome.payload().getBytes(StandardCharsets.UTF_8))
                        .with("x-amz-executed-version", "$LATEST")
                        .with("x-amzn-requestid", outcome.requestId());
        return outcome.failed() ? answer.with("x-amz-function-error", "Unhandled") : answer;
    }

    private static Answer error(int status, String type, String message) {
        return aws(status, Json.object().put("__type", type).put("message", message));
    }

    private static Answer aws(int status, JsonNode body) {
        return Answer.json(status, body)
                .with("content-type", "application/x-amz-json-1.1")
                .with("x-amzn-requestid", UUID.randomUUID().toString());
    }
}
