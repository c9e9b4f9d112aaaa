package dev.millrace.eventsourcing.lambda.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.eventsourcing.aws.Json;
import java.util.List;

/// Limits the size of a list in an answer: Lambda fails a function that answers over 6 MB.
///
/// @param bytes the most bytes of JSON
record Room(int bytes) {
    /// The first elements, as many as fit.
    <T> List<T> first(List<T> all) {
        var left = bytes;
        var count = 0;
        for (var one : all) {
            left -= Json.write(one).getBytes(UTF_8).length;
            if (left < 0) break;
            count++;
        }
        return all.subList(0, count);
    }

    /// The last elements, as many as fit.
    <T> List<T> last(List<T> all) {
        return first(all.reversed()).reversed();
    }
}
