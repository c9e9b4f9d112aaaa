package dev.millrace.eventsourcing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The persisted names of one sealed interface: every record under it has one name and a schema
/// version.
///
/// A name outlives its class: rename the class freely, never the name. The version is one more than
/// the number of upcasters; the n-th of them lifts version n to n + 1.
public final class Alphabet<T> {

    /// One record of the alphabet.
    public record Letter<T>(String name, Class<? extends T> type, List<Upcaster> upcasters) {
        public int version() {
            return upcasters.size() + 1;
        }

        /// Lifts data written under `version` to the one the class has now.
        ///
        /// @throws IllegalArgumentException where the version is unknown here: newer code wrote it
        public Map<String, Object> lift(int version, Map<String, Object> data) {
            if (version < 1 || version > version()) {
                throw new IllegalArgumentException(
                        "%s has version %d; this code knows 1 to %d"
                                .formatted(name, version, version()));
            }
            var lifted = data;
            for (var upcaster : upcasters.subList(version - 1, upcasters.size()))
                lifted = upcaster.apply(lifted);
            return lifted;
        }
    }

    private final Class<T> sealed;
    private final Map<Class<?>, Letter<T>> byType = new HashMap<>();
    private final Map<String, Letter<T>> byName = new HashMap<>();

    private Alphabet(Class<T> sealed, List<Letter<T>> letters) {
        this.sealed = sealed;
        for (var letter : letters) {
            if (byName.put(letter.name(), letter) != null
                    || byType.put(letter.type(), letter) != null) {
                throw new IllegalArgumentException(
                        sealed.getSimpleName() + " names twice: " + letter);
            }
        }
        var nameless =
                records(sealed).stream()
                        .filter(type -> !byType.containsKey(type))
                        .map(Class::getSimpleName)
                        .collect(Collectors.toCollection(TreeSet::new));
        if (!nameless.isEmpty())
            throw new IllegalArgumentException(
                    sealed.getSimpleName() + " has no name for " + nameless);
    }

    /// Names every record of a sealed interface.
    ///
    /// @throws IllegalArgumentException where a name or a class stands twice, or a record has no
    ///   name
    @SafeVarargs
    public static <T> Alphabet<T> of(Class<T> sealed, Letter<T>... letters) {
        return new Alphabet<>(sealed, List.of(letters));
    }

    public static <T> Letter<T> letter(
            String name, Class<? extends T> type, Upcaster... upcasters) {
        return new Letter<>(name, type, List.of(upcasters));
    }

    public Letter<T> of(Object value) {
        var letter = byType.get(value.getClass());
        if (letter == null)
            throw new IllegalArgumentException("no name for " + value.getClass().getName());
        return letter;
    }

    public String nameOf(Object value) {
        return of(value).name();
    }

    /// The record of this name.
    ///
    /// @throws IllegalArgumentException where no record has it
    public Letter<T> named(String name) {
        var letter = byName.get(name);
        if (letter == null)
            throw new IllegalArgumentException(
                    "%s has no %s".formatted(sealed.getSimpleName(), name));
        return letter;
    }

    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    private static List<Class<?>> records(Class<?> type) {
        if (!type.isSealed()) return List.of(type);
        var found = new ArrayList<Class<?>>();
        Arrays.stream(type.getPermittedSubclasses()).map(Alphabet::records).forEach(found::addAll);
        return found;
    }
}
