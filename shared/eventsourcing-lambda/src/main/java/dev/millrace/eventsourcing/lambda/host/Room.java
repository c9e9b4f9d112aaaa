package dev.millrace.eventsourcing.lambda.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.eventsourcing.aws.Json;
import java.util.List;

/// How much of a list has room in an answer: Lambda fails a function that answers over 6 MB.
///
/// @param bytes of JSON
record Room(int bytes) {
    /// As many of the first as have room.
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

    /// As many of the last as have room.
    <T> List<T> last(List<T> all) {
        return first(all.reversed()).reversed();
    }
}
