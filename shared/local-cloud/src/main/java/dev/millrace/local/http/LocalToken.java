package dev.millrace.local.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.Json;
import java.util.Optional;
import java.util.regex.Pattern;

/// The caller, on this machine only: `Bearer local:<clientId>` or `Bearer local:<clientId>:admin`.
/// A deployed function never gets such a token, because API Gateway accepts only JSON Web Tokens.
record LocalToken(String clientId, boolean admin) {
    private static final Pattern FORM = Pattern.compile("(?i:bearer) local:([^:\\s]+)(:admin)?");

    static Optional<LocalToken> of(Request request) {
        var matcher = FORM.matcher(request.header("authorization").orElse("").strip());
        return matcher.matches()
                ? Optional.of(new LocalToken(matcher.group(1), matcher.group(2) != null))
                : Optional.empty();
    }

    /// The claims as an HTTP API gives them to a function: all are texts, and a list is `[a b]`.
    ObjectNode claims() {
        var claims = Json.object().put("sub", clientId);
        if (admin) {
            claims.put("cognito:groups", "[admin]");
        }
        return claims;
    }
}
