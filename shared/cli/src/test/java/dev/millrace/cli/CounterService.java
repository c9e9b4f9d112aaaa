package dev.millrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A small service for tests: a template in a folder, and the archive that the template names.
record CounterService(Path folder) {
    private static final String TABLE =
            """
            Resources:
              Counts:
                Type: AWS::DynamoDB::Table
                Properties:
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
            """;

    private static final String FUNCTION =
            """
              Count:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: dev.millrace.cli.Counter
                  CodeUri: build/counter.zip
                  Environment: {Variables: {NAME: !Ref Counts}}
            Metadata:
              Millrace:
                Greeting: "Count with @{Count}."
            """;

    /// A template of only a table.
    Path tableOnly() throws IOException {
        return Files.writeString(folder.resolve("table.yaml"), TABLE);
    }

    /// A template of a table and a function whose archive is not built.
    Path template() throws IOException {
        return Files.writeString(folder.resolve("counter.yaml"), TABLE + FUNCTION);
    }

    /// Builds the archive.
    Path built() throws IOException {
        var archive = Files.createDirectories(folder.resolve("build")).resolve("counter.zip");
        var path = "dev/millrace/cli/Counter.class";
        try (var zip = new ZipOutputStream(Files.newOutputStream(archive));
                var bytes = Counter.class.getResourceAsStream("/" + path)) {
            zip.putNextEntry(new ZipEntry(path));
            if (bytes != null) bytes.transferTo(zip);
        }
        return template();
    }

    Path event(String json) throws IOException {
        return Files.writeString(folder.resolve("event.json"), json);
    }
}
