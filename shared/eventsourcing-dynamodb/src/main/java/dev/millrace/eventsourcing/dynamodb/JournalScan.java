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

/// Finds every entity of a journal once, by its first commit.
///
/// A scan reads the whole table, and AWS bills for all of it: there is no other list of the
/// entities. Segments can be scanned in parallel. The scan is strongly consistent: it finds every
/// entity whose first commit was written before the scan began.
public final class JournalScan {
    /// The most segments into which DynamoDB divides a table.
    public static final int MOST_SEGMENTS = 1_000_000;

    private final DynamoDbClient client;
    private final String table;
    private final String prefix;
    private final int pageSize;

    /// @param pageSize the most commits that a page reads
    public JournalScan(
            DynamoDbClient client, String table, EntityType<?, ?, ?, ?> type, int pageSize) {
        this.client = client;
        this.table = table;
        this.prefix = type.name() + "#";
        this.pageSize = pageSize;
    }

    /// One page of a segment.
    ///
    /// @param commits how many commits were read
    /// @param entityIds the entities whose first commit is among them
    /// @param next where the segment goes on; null at its end
    public record Page(int commits, List<String> entityIds, @Nullable Cursor next) {}

    /// One page of a segment.
    ///
    /// @param segment from 0 to `segments`, exclusive
    /// @param after the `next` of the previous page; null for the first page
    /// @throws dev.millrace.eventsourcing.Outage if the page could not be read
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

    /// The approximate number of commits. DynamoDB updates it about every six hours.
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
        /// @throws IllegalArgumentException if the text is not a cursor
        public static Cursor parse(String text) {
            var decoded = new String(Base64.getUrlDecoder().decode(text), UTF_8);
            var parts = TEXT.matcher(decoded);
            if (!parts.matches()) throw new IllegalArgumentException("not a cursor");
            return new Cursor(
                    Integer.parseInt(parts.group(1)),
                    Integer.parseInt(parts.group(2)),
                    parts.group(4),
                    Long.parseLong(parts.group(3)));
        }

        /// The cursor as opaque text, in characters that need no escape in JSON or in a URL.
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
