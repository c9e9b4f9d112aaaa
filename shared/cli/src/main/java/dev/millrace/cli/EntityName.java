package dev.millrace.cli;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An entity as an operator names it.
///
/// @param type null to let the function choose: the service's first type, or the type that a
///   process subscribes to
record EntityName(@Nullable String type, String id) {
    static final String LABEL = "[TYPE] ID";

    /// @param words one or two
    static EntityName of(List<String> words) {
        return new EntityName(words.size() < 2 ? null : words.getFirst(), words.getLast());
    }

    void writeTo(ObjectNode request) {
        if (type != null) request.put("type", type);
        request.put("entity", id);
    }

    /// Its page in the console.
    String page() {
        return "/entity?" + query();
    }

    /// Its query in addresses of the console.
    String query() {
        var ofType = type == null ? "" : "type=%s&".formatted(encode(type, UTF_8));
        return "%sid=%s".formatted(ofType, encode(id, UTF_8));
    }

    @Override
    public String toString() {
        return type == null ? id : type + " " + id;
    }
}
