package dev.millrace.eventsourcing;

/// An entity by its type's persisted name and its id: `Parcel#4k2…`.
public record EntityRef(String type, String id) {
    /// @throws IllegalArgumentException if the id has half a character
    public EntityRef {
        Text.requireWhole("an id", id);
    }

    /// Reads what [#toString] wrote. A type's name has no `#`; an id may have one.
    ///
    /// @throws IllegalArgumentException if it did not write this
    public static EntityRef of(String text) {
        var end = text.indexOf('#');
        if (end < 0) throw new IllegalArgumentException("no entity: " + text);
        return new EntityRef(text.substring(0, end), text.substring(end + 1));
    }

    @Override
    public String toString() {
        return type + "#" + id;
    }
}
