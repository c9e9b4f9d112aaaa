package dev.millrace.local.store;

import static software.amazon.dynamodb.services.exceptions.AmazonServiceExceptionType.INTERNAL_FAILURE;
import static software.amazon.dynamodb.services.exceptions.AmazonServiceExceptionType.UNKNOWN_OPERATION_EXCEPTION;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.dynamodb.services.exceptions.AWSExceptionFactory;
import software.amazon.dynamodb.services.exceptions.DynamoDBLocalServiceException;
import software.amazon.dynamodb.services.local.dispatchers.Dispatcher;
import software.amazon.dynamodb.services.local.exceptions.ExceptionBean;
import software.amazon.dynamodb.services.local.server.DynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.shared.mapper.DynamoDbObjectMapper;

/// Calls the engine from this JVM. It reads and writes JSON with the same classes as DynamoDB Local
/// over HTTP, so the answers are the same.
final class EngineCalls {
    private static final System.Logger LOG = System.getLogger("dev.millrace.local");
    private static final ObjectMapper MAPPER = new DynamoDbObjectMapper();
    private static final Map<String, Operation<?>> OPERATIONS = new ConcurrentHashMap<>();

    /// The class names of DynamoDB Local's dispatchers and of the SDK's requests begin with the
    /// operation.
    private record Operation<R>(Class<R> request, Dispatcher<R> dispatcher) {
        static Operation<?> named(String name) {
            try {
                var request = "software.amazon.awssdk.services.dynamodb.model." + name + "Request";
                var dispatcher = Dispatcher.class.getPackageName() + "." + name + "Dispatcher";
                return of(Class.forName(request), Class.forName(dispatcher));
            } catch (ReflectiveOperationException e) {
                throw AWSExceptionFactory.buildAWSException(UNKNOWN_OPERATION_EXCEPTION);
            }
        }

        @SuppressWarnings("unchecked") // a dispatcher takes the request of its operation
        private static <R> Operation<R> of(Class<R> request, Class<?> dispatcher)
                throws ReflectiveOperationException {
            var constructor = dispatcher.getConstructor(ObjectMapper.class);
            return new Operation<>(request, (Dispatcher<R>) constructor.newInstance(MAPPER));
        }

        byte[] answer(byte[] body, DynamoDBRequestHandler engine) throws IOException {
            return dispatcher.enact("local", "local", MAPPER.readValue(body, request), engine);
        }
    }

    private EngineCalls() {}

    /// Answers a request with a status and a body.
    ///
    /// @param target the header `X-Amz-Target`: `DynamoDB_20120810.PutItem`
    static Map.Entry<Integer, byte[]> answer(
            String target, byte[] body, DynamoDBRequestHandler engine) {
        try {
            var name = target.substring(target.indexOf('.') + 1);
            var operation = OPERATIONS.computeIfAbsent(name, Operation::named);
            return Map.entry(200, operation.answer(body, engine));
        } catch (DynamoDBLocalServiceException rejected) {
            return error(rejected);
        } catch (IOException | RuntimeException failed) {
            LOG.log(System.Logger.Level.WARNING, target + " failed", failed);
            return error(AWSExceptionFactory.buildAWSException(INTERNAL_FAILURE));
        }
    }

    private static Map.Entry<Integer, byte[]> error(DynamoDBLocalServiceException error) {
        var bean =
                new ExceptionBean(
                        error.getErrorCode(),
                        error.getMessage(),
                        error.getCancellationReasons(),
                        error.getItem());
        try {
            return Map.entry(error.statusCode(), MAPPER.writeValueAsBytes(bean));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
