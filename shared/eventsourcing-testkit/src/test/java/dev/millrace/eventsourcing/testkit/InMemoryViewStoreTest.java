package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.ViewStore;

class InMemoryViewStoreTest extends ViewStoreContract<String> {
    private final ViewStore<String> store = new InMemoryViewStore<>();

    @Override
    protected ViewStore<String> store() {
        return store;
    }

    @Override
    protected String value(String entityId, long version) {
        return entityId + " at " + version;
    }
}
