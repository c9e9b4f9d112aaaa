package dev.millrace.eventsourcing.lambda.crac;

import java.util.ArrayList;
import java.util.List;

/// The registered resources.
public class Context<R extends Resource> {
    private final List<R> resources = new ArrayList<>();

    public void register(R resource) {
        resources.add(resource);
    }

    List<R> resources() {
        return List.copyOf(resources);
    }
}
