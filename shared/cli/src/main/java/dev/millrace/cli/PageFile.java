package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that is replaced atomically, and that only its owner may read.
record PageFile(Path path) {

    /// @return its path
    /// @throws UserMistake if it cannot be written
    Path write(String text) {
        try {
            var target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
            if (Files.exists(target) && !Files.isRegularFile(target))
                throw new IOException("it is not a file");
            write(text, Files.createTempFile(target.getParent(), ".", ".html"), target);
            return target;
        } catch (IOException failed) {
            throw mistake(path, failed);
        }
    }

    /// The mistake for a file or folder that cannot be written.
    static UserMistake mistake(Path path, IOException failed) {
        var why =
                switch (failed) {
                    case NoSuchFileException _ -> "its folder does not exist";
                    case AccessDeniedException _ -> "access is denied";
                    case FileAlreadyExistsException exists -> exists.getFile() + " is not a folder";
                    default -> String.valueOf(failed.getMessage());
                };
        return new UserMistake("cannot write %s: %s".formatted(path, why));
    }

    private static void write(String text, Path draft, Path target) throws IOException {
        try {
            Files.write(draft, text.getBytes(UTF_8)); // accepts half a surrogate pair
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
