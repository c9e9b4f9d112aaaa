package dev.millrace.local.store;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import dev.millrace.local.LocalCloudException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.dynamodb.services.local.shared.access.LocalDBClient;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteDBAccess;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteLibraryLoader;
import software.amazon.dynamodb.services.local.shared.jobs.JobsRegister;

/// DynamoDB Local in this JVM. Its clients throw the engine's own exceptions, which have the error
/// code. The engine's HTTP handler turns them into DynamoDB's answers.
public final class EmbeddedEngine implements Engine, AutoCloseable {
    /// Kept in a field, because a logger that is garbage-collected loses its level.
    private static final Logger SQLITE = Logger.getLogger("com.almworks.sqlite4java");

    private static final int LOCK_TIMEOUT_MILLIS = 10_000;

    private final LocalDBClient local;

    private EmbeddedEngine(LocalDBClient local) {
        this.local = local;
    }

    /// Starts on the given database file, or in memory. It sets the JVM's default locale, because
    /// the engine writes numbers into its SQL with the digits of that locale.
    public static EmbeddedEngine start(Optional<Path> file) {
        Locale.setDefault(Locale.ROOT);
        SQLITE.setLevel(Level.SEVERE); // it logs every connection
        try {
            SQLiteLibraryLoader.initialize();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local's native library did not load", e);
        }
        file.ifPresent(EmbeddedEngine::writeAhead);
        var access =
                file.map(path -> new SQLiteDBAccess(path.toFile())).orElseGet(SQLiteDBAccess::new);
        var jobs = Executors.newFixedThreadPool(10, Thread.ofPlatform().daemon().factory());
        return new EmbeddedEngine(new LocalDBClient(access, new JobsRegister(jobs, false)));
    }

    /// Makes SQLite use a write-ahead log. The database file keeps this setting. A write is on disk
    /// after one sync, while a rollback journal needs four.
    private static void writeAhead(Path file) {
        var database = new SQLiteConnection(file.toFile());
        try {
            database.open(true)
                    .setBusyTimeout(LOCK_TIMEOUT_MILLIS); // another engine may be closing
            database.exec("PRAGMA journal_mode=WAL");
        } catch (SQLiteException e) {
            throw new LocalCloudException(
                    "%s cannot be opened: %s".formatted(file, e.getMessage()), e);
        } finally {
            database.dispose();
        }
    }

    @Override
    public DynamoDbClient tables() {
        return local.dynamoDbClient();
    }

    @Override
    public DynamoDbStreamsClient streams() {
        return local.dynamoDbStreamsClient();
    }

    /// Closes every open shard and opens new ones, as AWS does every few hours.
    public void rollShardsOver() {
        local.triggerShardRollovers();
    }

    @Override
    public void close() {
        local.shutdown();
    }
}
