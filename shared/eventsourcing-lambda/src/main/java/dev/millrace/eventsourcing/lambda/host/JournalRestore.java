package dev.millrace.eventsourcing.lambda.host;

import com.amazonaws.services.lambda.runtime.Context;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.dynamodb.JournalCopy;
import dev.millrace.eventsourcing.lambda.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Copies commits from a restored table into the journal of a type, page by page. The variable
/// `PARCEL_RESTORED_TABLE` names the restored table of the entities `Parcel`.
final class JournalRestore {
    /// Commits are copied one after the other, so a page of slow calls must be this small to end in
    /// time.
    private static final int PAGE = 25;

    private static final int MOST_REFUSED = 1_000;

    private final Platform platform;

    JournalRestore(Platform platform) {
        this.platform = platform;
    }

    /// The answer to `restore`.
    record Answer(int copied, int present, List<String> refused, @Nullable String next) {}

    Answer copy(EntityType<?, ?, ?, ?> type, Segment segment, Context context) {
        var from = platform.resource(type.name(), "_RESTORED_TABLE");
        var copy =
                new JournalCopy(platform.clients().dynamoDb(), from, platform.events(type), PAGE);
        var copied = 0;
        var present = 0;
        var refused = new ArrayList<String>();
        var next = segment.after();
        do {
            var page = copy.page(segment.segment(), segment.segments(), next);
            copied += page.copied();
            present += page.present();
            refused.addAll(page.refused());
            next = page.next();
        } while (next != null
                && refused.size() < MOST_REFUSED
                && OperatorFunction.hasTime(context));
        platform.log()
                .info(
                        "copied restored commits",
                        Map.of(
                                "copied", copied,
                                "present", present,
                                "refused", refused.size()));
        return new Answer(copied, present, refused, next == null ? null : next.text());
    }
}
