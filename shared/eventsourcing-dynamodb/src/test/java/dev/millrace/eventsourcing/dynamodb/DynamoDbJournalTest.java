package dev.millrace.eventsourcing.dynamodb;

import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.JournalContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class DynamoDbJournalTest extends JournalContract {
    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = dynamoDb();

    EmbeddedDynamoDb dynamoDb() {
        return new EmbeddedDynamoDb();
    }

    private String table = "";

    @BeforeEach
    void table() {
        table = dynamoDb.journalTable();
    }

    @Override
    protected Journal<Account, Account.Event> journal(
            EntityType<Account, Account.Command, Account.Event, Account.Rejection> type) {
        return new DynamoDbJournal<>(dynamoDb.client(), table, type);
    }
}
