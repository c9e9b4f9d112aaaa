package dev.millrace.eventsourcing.lambda;

import java.util.LinkedHashMap;
import java.util.Map;

/// The error answer to an HTTP call: RFC 9457 problem details with a `code` for programs.
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Map<String, Object> body = new LinkedHashMap<>();

    /// @param code stable, for programs: `TOO_HEAVY`
    /// @param detail a sentence for people
    public Problem(int status, String code, String detail) {
        super(detail, null, false, false);
        this.status = status;
        body.put("type", "about:blank");
        body.put("title", title(status));
        body.put("status", status);
        body.put("code", code);
        body.put("detail", detail);
    }

    /// @param field the field or parameter at fault: `items[0].weight`
    public static Problem invalid(String field, String detail) {
        return new Problem(400, "INVALID_FIELD", detail).with("field", field);
    }

    public static Problem notFound(String what) {
        return new Problem(404, "NOT_FOUND", "There is no such " + what + ".");
    }

    /// Adds a member for programs: the `field` at fault, or a list of the things at fault.
    public Problem with(String member, Object value) {
        body.put(member, value);
        return this;
    }

    HttpAnswer answer() {
        return HttpAnswer.problem(status, body);
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> status < 500 ? "Client Error" : "Server Error";
        };
    }
}
