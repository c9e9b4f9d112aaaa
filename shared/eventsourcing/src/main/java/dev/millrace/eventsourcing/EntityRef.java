package dev.millrace.eventsourcing;

/// An entity by its type's persisted name and its id: `Booking#4k2…`.
public record EntityRef(String type, String id) {
    @Override
    public String toString() {
        return type + "#" + id;
    }
}
