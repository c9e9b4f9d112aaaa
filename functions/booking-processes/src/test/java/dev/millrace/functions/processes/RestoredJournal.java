package dev.millrace.functions.processes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A backup of the journal, its restore from a table of its own, and the operator's requests.
final class RestoredJournal {
    private final Backstage backstage;
    private final List<Map<String, AttributeValue>> backup = new ArrayList<>();

    RestoredJournal(Backstage backstage) {
        this.backstage = backstage;
    }

    /// Creates the table of the restored journal.
    void create() {
        var events = backstage.client().describeTable(table -> table.tableName("Events")).table();
        backstage
                .client()
                .createTable(table ->
                        table.tableName("Restored")
                                .billingMode("PAY_PER_REQUEST")
                                .attributeDefinitions(events.attributeDefinitions())
                                .keySchema(events.keySchema()));
    }

    /// Takes a backup of the journal.
    void backUp() {
        backup.clear();
        backup.addAll(backstage.items("Events"));
    }

    List<Map<String, AttributeValue>> backup() {
        return backup;
    }

    /// Deletes the journal, and copies the backup into it.
    Map<String, Object> restore() {
        backup.forEach(item -> backstage.put("Restored", item));
        backstage.breakdowns().clear("Events");
        return backstage.operate(Map.of("operation", "restore", "segment", 0, "segments", 1));
    }

    /// All answers of an operation, one line each.
    ///
    /// @param operation `ahead` or `reconcile`
    @SuppressWarnings("unchecked") // as the function answers
    List<String> ask(String operation) {
        var all = new ArrayList<String>();
        @Nullable Object after = null;
        do {
            var request = new HashMap<String, Object>(Map.of("operation", operation));
            if (after != null) request.put("after", after);
            var answer = backstage.operate(request);
            var ahead = (List<Map<String, String>>) Objects.requireNonNull(answer.get("ahead"));
            for (var one : ahead) {
                all.add(
                        "%s %s: %s"
                                .formatted(one.get("outcome"), one.get("what"), one.get("text")));
            }
            after = answer.get("next");
        } while (after != null);
        return all;
    }
}
