package dev.millrace.eventsourcing.dynamodb;

import dev.millrace.eventsourcing.aws.AwsErrors;
import dev.millrace.eventsourcing.dynamodb.JournalScan.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/// Copies the commits of a restored table into a journal's table, whose stream then delivers them
/// to the readers. No commit is overwritten. If the journal has a different commit with the same
/// number, the entity's later commits are not copied, because they do not follow from it.
///
/// A page is copied in order, one commit after the other. Segments may be copied in parallel,
/// because all commits of an entity are in one segment.
public final class JournalCopy {
    private static final long BEYOND_ALL_COMMITS = 999_999_999_999_999_999L;

    private final DynamoDbClient client;
    private final String from;
    private final String to;
    private final int pageSize;

    public JournalCopy(DynamoDbClient client, String from, String to, int pageSize) {
        this.client = client;
        this.from = from;
        this.to = to;
        this.pageSize = pageSize;
    }

    /// What was copied of one page of a segment.
    ///
    /// @param present how many commits the journal had already
    /// @param refused the first commit of each entity whose number has a different commit in the
    ///   journal: `Parcel#4k2…/3`
    /// @param next where the segment goes on; null at its end
    public record Page(int copied, int present, List<String> refused, @Nullable Cursor next) {}

    /// Copies one page of a segment. The page may be copied again.
    ///
    /// @param after the `next` of the previous page; null for the first page
    /// @throws dev.millrace.eventsourcing.Outage if it is unknown whether the whole page was copied
    public Page page(int segment, int segments, @Nullable Cursor after) {
        var scan =
                ScanRequest.builder()
                        .tableName(from)
                        .segment(segment)
                        .totalSegments(segments)
                        .limit(pageSize)
                        .exclusiveStartKey(after == null ? null : after.key())
                        .build();
        var page = AwsErrors.translate("scan of " + from, () -> client.scan(scan));
        var copied = 0;
        var present = 0;
        var refused = new ArrayList<String>();
        var refusedKey = "";
        for (var attributes : page.items()) {
            var commit = new Item(attributes);
            var key = commit.text("pk");
            if (key.equals(refusedKey)) continue;
            var there = putIfAbsent(attributes);
            if (there == null) copied++;
            else if (isSame(commit, there)) present++;
            else {
                refusedKey = key;
                refused.add(key + "/" + commit.number("seq"));
            }
        }
        if (!page.hasLastEvaluatedKey()) return new Page(copied, present, refused, null);
        var last = new Item(page.lastEvaluatedKey());
        var next = Cursor.of(segment, segments, last);
        if (!next.pk().equals(refusedKey)) return new Page(copied, present, refused, next);
        var beyond = new Cursor(segment, segments, refusedKey, BEYOND_ALL_COMMITS);
        return new Page(copied, present, refused, beyond);
    }

    /// @return the commit that the journal has already; null if this one was written
    private @Nullable Item putIfAbsent(Map<String, AttributeValue> commit) {
        var put =
                PutItemRequest.builder()
                        .tableName(to)
                        .item(commit)
                        .conditionExpression("attribute_not_exists(pk)")
                        .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)
                        .build();
        try {
            AwsErrors.translate("write to " + to, () -> client.putItem(put));
            return null;
        } catch (ConditionalCheckFailedException taken) {
            return new Item(taken.item());
        }
    }

    /// An erased commit counts as the same commit.
    private static boolean isSame(Item commit, Item there) {
        var command = there.textOrNull("cmd");
        return command == null
                || (command.equals(commit.textOrNull("cmd"))
                        && Objects.equals(there.textOrNull("events"), commit.textOrNull("events")));
    }
}
