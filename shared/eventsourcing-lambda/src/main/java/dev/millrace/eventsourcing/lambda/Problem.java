package dev.millrace.eventsourcing.lambda;

import org.jspecify.annotations.Nullable;

/// A call that cannot be answered as asked: RFC 9457 problem details, with a `code` that programs
/// read.
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final @Nullable String field;

    /// @param code stable, for programs: `TOO_MANY_SEATS`
    /// @param detail a sentence for people
    /// @param field the field or parameter at fault, where there is one: `seats[0].row`
    public Problem(int status, String code, String detail, @Nullable String field) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.field = field;
    }

    public static Problem invalid(String field, String detail) {
        return new Problem(400, "INVALID_FIELD", detail, field);
    }

    public static Problem notFound(String what) {
        return new Problem(404, "NOT_FOUND", "There is no such " + what + ".", null);
    }

    HttpAnswer answer() {
        return HttpAnswer.problem(
                status,
                new Body(
                        "about:blank", title(), status, code, String.valueOf(getMessage()), field));
    }

    record Body(
            String type,
            String title,
            int status,
            String code,
            String detail,
            @Nullable String field) {}

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
            default -> throw new IllegalStateException("no title for status " + status);
        };
    }
}
