package dev.millrace.local.injvm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.utils.AttributeMap;

/// An HTTP client for the AWS SDK that passes each request to the endpoint of its port in this JVM.
/// It opens no connection.
///
/// The functions' class loader loads its own copy, because the client must use the functions' SDK.
public final class InJvmHttpService implements SdkHttpService {
    @Override
    public SdkHttpClient.Builder<?> createHttpClientBuilder() {
        return new Builder();
    }

    private static final class Builder implements SdkHttpClient.Builder<Builder> {
        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            return new Client();
        }
    }

    private static final class Client implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new Call(request);
        }

        @Override
        public void close() {}
    }

    private record Call(HttpExecuteRequest request) implements ExecutableHttpRequest {
        @Override
        public HttpExecuteResponse call() throws IOException {
            var http = request.httpRequest();
            var endpoint = InJvmEndpoints.at(http.port());
            if (endpoint == null) throw new IOException("nothing answers at port " + http.port());
            var target = http.firstMatchingHeader("X-Amz-Target").orElse("");
            try (var body = request.contentStreamProvider().orElseThrow().newStream()) {
                var answer = endpoint.answer(target, body.readAllBytes()).get();
                return HttpExecuteResponse.builder()
                        .response(SdkHttpResponse.builder().statusCode(answer.getKey()).build())
                        .responseBody(
                                AbortableInputStream.create(
                                        new ByteArrayInputStream(answer.getValue())))
                        .build();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the caller was interrupted");
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            }
        }

        /// Does nothing, because the SDK also interrupts the caller. As over HTTP, the request may
        /// have been handled.
        @Override
        public void abort() {}
    }
}
