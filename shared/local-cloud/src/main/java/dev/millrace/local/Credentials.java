package dev.millrace.local;

import java.util.Optional;

/// Region and credentials: an SDK client wants some, and here any will do.
final class Credentials {
    private Credentials() {}

    static String region() {
        return Optional.ofNullable(System.getProperty("aws.region"))
                .or(() -> Optional.ofNullable(System.getenv("AWS_REGION")))
                .orElse("eu-central-1");
    }

    static void setWhereAbsent() {
        set("aws.region", region());
        set("aws.accessKeyId", "local");
        set("aws.secretAccessKey", "local");
    }

    private static void set(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
