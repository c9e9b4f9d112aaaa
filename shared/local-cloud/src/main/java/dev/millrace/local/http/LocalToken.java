package dev.millrace.local.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.Json;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who calls, on this machine only: `Bearer local:<clientId>` or `Bearer local:<clientId>:admin`.
/// No deployed function ever sees such a token, since API Gateway takes only JSON Web Tokens.
record LocalToken(String clientId, boolean admin) {
    private static final Pattern FORM = Pattern.compile("(?i:bearer) local:([^:\\s]+)(:admin)?");

    static Optional<LocalToken> of(Request request) {
        var matcher = FORM.matcher(request.header("authorization").orElse("").strip());
        return matcher.matches()
                ? Optional.of(new LocalToken(matcher.group(1), matcher.group(2) != null))
                : Optional.empty();
    }

    /// The claims as an HTTP API hands them on: all texts, a list as `[a b]`.
    ObjectNode claims() {
        var claims = Json.object().put("sub", clientId);
        if (admin) {
            claims.put("cognito:groups", "[admin]");
        }
        return claims;
    }
}
