package dev.millrace.eventsourcing;

/// Names an entity by its type's persisted name and its id: `Parcel#4k2…`.
public record EntityRef(String type, String id) {
    /// @throws IllegalArgumentException if the id has half a character (an unpaired surrogate)
    public EntityRef {
        Text.requireWhole("an id", id);
    }

    /// Parses what [#toString] wrote. A type's name has no `#`; an id may have one.
    ///
    /// @throws IllegalArgumentException if the text has no `#`, or the id has half a character
    public static EntityRef of(String text) {
        var end = text.indexOf('#');
        if (end < 0) throw new IllegalArgumentException("not an entity (Type#id): " + text);
        return new EntityRef(text.substring(0, end), text.substring(end + 1));
    }

    @Override
    public String toString() {
        return type + "#" + id;
    }
}
