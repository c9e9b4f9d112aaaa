package dev.millrace.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The folder with all data of a local cloud, locked while it runs. The lock is the operating
/// system's, so it is released when the process ends for any reason.
final class DataFolder implements AutoCloseable {
    /// The first bytes of every SQLite file.
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private final Path folder;
    private final FileChannel channel;

    private DataFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    static DataFolder open(Path folder) {
        try {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new LocalCloudException(
                        "data folder %s: is not a folder; give a folder, or none to keep all in memory"
                                .formatted(folder));
            }
            Files.createDirectories(folder);
            var channel =
                    FileChannel.open(
                            folder.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new LocalCloudException(
                        "data folder %s: another local cloud is using it; stop that one or give another folder"
                                .formatted(folder));
            }
            var opened = new DataFolder(folder, channel);
            if (!opened.holdsADatabase()) {
                channel.close();
                throw new LocalCloudException(
                        "data folder %s: its dynamodb.db is not a database; give another folder, or move that file away"
                                .formatted(folder));
            }
            return opened;
        } catch (IOException e) {
            throw new LocalCloudException(
                    "data folder %s: cannot be written (%s); give a folder you may write to"
                            .formatted(folder, e.getClass().getSimpleName()),
                    e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /// The engine would retry forever to open a file that is not a database.
    private boolean holdsADatabase() throws IOException {
        if (!Files.exists(database())) return true;
        if (!Files.isRegularFile(database())) return false;
        try (var file = Files.newInputStream(database())) {
            var head = file.readNBytes(MAGIC.length);
            return head.length == 0 || Arrays.equals(head, MAGIC);
        }
    }

    /// The engine needs a file, not a folder.
    Path database() {
        return folder.resolve("dynamodb.db");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
