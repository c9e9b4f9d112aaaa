package dev.millrace.local.http;

import java.util.Map;
import java.util.Optional;

/// One HTTP request, read as a whole. Header names are in lower case. The values of a repeated
/// header are joined by commas.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Request(
        String method,
        String path,
        String query,
        Map<String, String> headers,
        byte[] body,
        String protocol,
        String sourceIp) {
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
