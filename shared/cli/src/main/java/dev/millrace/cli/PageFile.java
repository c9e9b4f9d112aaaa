package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that is there whole, or as it was before, and that nobody else may read.
record PageFile(Path path) {

    /// @return where it is
    /// @throws UserMistake where it cannot be written
    Path write(String text) {
        try {
            var target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
            if (Files.exists(target) && !Files.isRegularFile(target))
                throw new IOException("it is no file");
            write(text, Files.createTempFile(target.getParent(), ".", ".html"), target);
            return target;
        } catch (IOException failed) {
            throw mistake(path, failed);
        }
    }

    /// What to tell the user of a file or folder that cannot be written.
    static UserMistake mistake(Path path, IOException failed) {
        var why =
                switch (failed) {
                    case NoSuchFileException _ -> "its folder does not exist";
                    case AccessDeniedException _ -> "access is denied";
                    case FileAlreadyExistsException exists -> exists.getFile() + " is no folder";
                    default -> String.valueOf(failed.getMessage());
                };
        return new UserMistake("cannot write %s: %s".formatted(path, why));
    }

    private static void write(String text, Path draft, Path target) throws IOException {
        try {
            Files.write(draft, text.getBytes(UTF_8)); // which half a character does not stop
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
