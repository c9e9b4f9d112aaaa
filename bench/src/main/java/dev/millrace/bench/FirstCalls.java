package dev.millrace.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.lambda.AwsClients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/// Records the AWS calls that a function makes for its first event.
final class FirstCalls extends AwsClients implements ExecutionInterceptor {
    private final List<String> operations = new CopyOnWriteArrayList<>();

    private FirstCalls(Environment environment) {
        super(environment);
    }

    /// Runs a function and returns the operations of its calls, in order: `Query`, `PutItem`.
    ///
    /// @param handler the class of the function
    /// @param variables of its environment
    static List<String> of(String handler, Map<String, String> variables, String event)
            throws Exception {
        var environment = new Environment(variables).silent();
        var calls = new FirstCalls(environment);
        Class.forName(handler)
                .asSubclass(RequestStreamHandler.class)
                .getConstructor(Platform.class)
                .newInstance(new Platform(environment, Runtime.system(), calls))
                .handleRequest(
                        new ByteArrayInputStream(event.getBytes(UTF_8)),
                        new ByteArrayOutputStream(),
                        new TestContext(() -> 60_000));
        return List.copyOf(calls.operations);
    }

    @Override
    protected <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> void connect(
            B builder, String service, boolean isLocal) {
        super.connect(builder, service, isLocal);
        builder.overrideConfiguration(
                builder.overrideConfiguration().copy(more -> more.addExecutionInterceptor(this)));
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        operations.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
    }
}
