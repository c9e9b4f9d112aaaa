package dev.millrace.eventsourcing.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.aws.AwsErrors;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/// Finds all entities of a journal, each once: by their first commits.
///
/// A scan reads, and is paid for, the whole table: there is no other list of the entities. Its
/// segments can be scanned side by side. Strongly consistent: whatever was begun before a page was
/// asked for is in it, or in one of the others.
public final class JournalScan {
    /// As many segments as DynamoDB cuts a table into.
    public static final int MOST_SEGMENTS = 1_000_000;

    private final DynamoDbClient client;
    private final String table;
    private final String prefix;
    private final int pageSize;

    /// @param pageSize the commits a page looks at, at most
    public JournalScan(
            DynamoDbClient client, String table, EntityType<?, ?, ?, ?> type, int pageSize) {
        this.client = client;
        this.table = table;
        this.prefix = type.name() + "#";
        this.pageSize = pageSize;
    }

    /// Part of a segment.
    ///
    /// @param commits how many were looked at
    /// @param entityIds those whose first commit is among them
    /// @param next where the segment goes on; absent at its end
    public record Page(int commits, List<String> entityIds, @Nullable Cursor next) {}

    /// One page of a segment.
    ///
    /// @param segment from 0 to `segments`, exclusive
    /// @param after where the page before ended; absent for the first
    /// @throws dev.millrace.eventsourcing.Outage where it did not come
    public Page page(int segment, int segments, @Nullable Cursor after) {
        var scan =
                ScanRequest.builder()
                        .tableName(table)
                        .segment(segment)
                        .totalSegments(segments)
                        .consistentRead(true)
                        .limit(pageSize)
                        .projectionExpression("pk")
                        .filterExpression("seq = :first AND begins_with(pk, :type)")
                        .expressionAttributeValues(
                                Map.of(":first", fromN("1"), ":type", fromS(prefix)));
        if (after != null) scan.exclusiveStartKey(after.key());
        var page = AwsErrors.translate("scan of " + table, () -> client.scan(scan.build()));
        return new Page(
                page.scannedCount(),
                page.items().stream()
                        .map(item -> new Item(item).text("pk").substring(prefix.length()))
                        .toList(),
                page.hasLastEvaluatedKey()
                        ? Cursor.of(segment, segments, new Item(page.lastEvaluatedKey()))
                        : null);
    }

    /// About how many commits there are. DynamoDB counts them every six hours or so.
    public long commits() {
        return AwsErrors.translate(
                "description of " + table,
                () ->
                        client.describeTable(describe -> describe.tableName(table))
                                .table()
                                .itemCount());
    }

    /// Where a page of a segment ended.
    public record Cursor(int segment, int segments, String pk, long seq) {
        private static final Pattern TEXT =
                Pattern.compile("(\\d{1,7})/(\\d{1,7}) (\\d{1,18}) (.+)", Pattern.DOTALL);

        /// Reads what [#text()] wrote.
        ///
        /// @throws IllegalArgumentException where it did not write this
        public static Cursor parse(String text) {
            var decoded = new String(Base64.getUrlDecoder().decode(text), UTF_8);
            var parts = TEXT.matcher(decoded);
            if (!parts.matches()) throw new IllegalArgumentException("no cursor of ours");
            return new Cursor(
                    Integer.parseInt(parts.group(1)),
                    Integer.parseInt(parts.group(2)),
                    parts.group(4),
                    Long.parseLong(parts.group(3)));
        }

        /// As it is handed out: opaque, in letters that stay as they are wherever text goes.
        public String text() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            "%s/%s %s %s".formatted(segment, segments, seq, pk).getBytes(UTF_8));
        }

        static Cursor of(int segment, int segments, Item key) {
            return new Cursor(segment, segments, key.text("pk"), key.number("seq"));
        }

        Map<String, AttributeValue> key() {
            return Map.of("pk", fromS(pk), "seq", fromN(Long.toString(seq)));
        }
    }
}
