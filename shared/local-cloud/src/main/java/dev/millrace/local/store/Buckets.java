package dev.millrace.local.store;

import dev.millrace.local.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// S3 buckets as failure destinations. They keep text objects by key, across restarts.
public final class Buckets {
    private final LocalStore localStore;

    public Buckets(LocalStore localStore) {
        this.localStore = localStore;
    }

    public void put(String bucket, String key, String body) {
        localStore.put(namespace(bucket), key, Json.object().put("body", body));
    }

    public Map<String, String> objects(String bucket) {
        var objects = new LinkedHashMap<String, String>();
        localStore
                .all(namespace(bucket))
                .forEach((key, value) -> objects.put(key, value.path("body").asText()));
        return objects;
    }

    private static String namespace(String bucket) {
        return "bucket " + bucket;
    }
}
