package dev.millrace.eventsourcing.lambda;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A call that cannot be answered as asked: RFC 9457 problem details, with a `code` that programs
/// read.
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final @Nullable String field;
    private final transient Map<String, Object> members;

    /// @param code stable, for programs: `TOO_HEAVY`
    /// @param detail a sentence for people
    /// @param field the field or parameter at fault, where there is one: `items[0].weight`
    public Problem(int status, String code, String detail, @Nullable String field) {
        this(status, code, detail, field, Map.of());
    }

    private Problem(
            int status,
            String code,
            String detail,
            @Nullable String field,
            Map<String, Object> members) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.field = field;
        this.members = members;
    }

    public static Problem invalid(String field, String detail) {
        return new Problem(400, "INVALID_FIELD", detail, field);
    }

    public static Problem notFound(String what) {
        return new Problem(404, "NOT_FOUND", "There is no such " + what + ".", null);
    }

    /// The same problem with one more member for programs, such as the list of what is concerned.
    public Problem with(String member, Object value) {
        var all = new LinkedHashMap<>(members);
        all.put(member, value);
        return new Problem(status, code, String.valueOf(getMessage()), field, all);
    }

    HttpAnswer answer() {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", "about:blank");
        body.put("title", title());
        body.put("status", status);
        body.put("code", code);
        body.put("detail", String.valueOf(getMessage()));
        if (field != null) body.put("field", field);
        body.putAll(members);
        return HttpAnswer.problem(status, body);
    }

    private String title() {
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
