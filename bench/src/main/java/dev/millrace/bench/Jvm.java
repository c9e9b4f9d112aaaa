package dev.millrace.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/// This JVM, and commands for others like it.
final class Jvm {
    private Jvm() {}

    /// The program `java`.
    static String program() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// A command that runs a class of this class path.
    static List<String> java(String mainClass) {
        return List.of(
                program(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dmillrace.root=" + Project.file(""),
                "-cp",
                System.getProperty("java.class.path"),
                mainClass);
    }

    /// The processor time of this process so far, in nanoseconds.
    static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
