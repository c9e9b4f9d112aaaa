package dev.millrace.bench;

import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import software.amazon.awssdk.core.util.VersionInfo;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;

/// Describes the machine and the versions on which the figures were measured.
final class Machine {
    private Machine() {}

    static Table describe() {
        var machine =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        return new Table("Measured on %s.".formatted(LocalDate.now(ZoneOffset.UTC)), "machine", "")
                .row(
                        "processors",
                        "%s, %s".formatted(machine.getAvailableProcessors(), machine.getArch()))
                .row(
                        "load before the start, by other programs, too",
                        machine.getSystemLoadAverage())
                .row("memory", (machine.getTotalMemorySize() >> 30) + " GB")
                .row("system", "%s %s".formatted(machine.getName(), machine.getVersion()))
                .row(
                        "JDK",
                        "%s, %s".formatted(Runtime.version(), System.getProperty("java.vendor")))
                .row("DynamoDB Local", version(DynamoDBEmbedded.class))
                .row("AWS SDK", VersionInfo.SDK_VERSION);
    }

    /// The version in the name of the archive: `DynamoDBLocal-3.3.1.jar`.
    private static String version(Class<?> type) {
        var archive = type.getProtectionDomain().getCodeSource().getLocation().getPath();
        return archive.replaceFirst(".*-([0-9][^/]*)\\.jar$", "$1");
    }
}
