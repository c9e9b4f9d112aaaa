package dev.millrace.eventsourcing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The persisted names of one sealed interface. Each record under it has one name and a schema
/// version.
///
/// A name outlives its class: rename the class freely, but never the name. The version is one more
/// than the number of upcasters. The n-th upcaster lifts version n to n + 1.
public final class TypeNames<T> {

    /// One record of the interface, and its name.
    public record TypeName<T>(String name, Class<? extends T> type, List<Upcaster> upcasters) {
        public int version() {
            return upcasters.size() + 1;
        }

        /// Lifts data written under `version` to the current version of the class.
        ///
        /// @throws IllegalArgumentException if the version is unknown here: newer code wrote it
        public Map<String, Object> lift(int version, Map<String, Object> data) {
            if (version < 1 || version > version()) {
                throw new IllegalArgumentException(
                        "%s has version %s; this code knows 1 to %s"
                                .formatted(name, version, version()));
            }
            var lifted = data;
            for (var upcaster : upcasters.subList(version - 1, upcasters.size()))
                lifted = upcaster.apply(lifted);
            return lifted;
        }
    }

    private final Class<T> sealed;
    private final Map<Class<?>, TypeName<T>> byType = new HashMap<>();
    private final Map<String, TypeName<T>> byName = new HashMap<>();

    private TypeNames(Class<T> sealed, List<TypeName<T>> all) {
        this.sealed = sealed;
        for (var typeName : all) {
            if (byName.put(typeName.name(), typeName) != null
                    || byType.put(typeName.type(), typeName) != null) {
                throw new IllegalArgumentException(
                        sealed.getSimpleName() + " has a name or a class twice: " + typeName);
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
    /// @throws IllegalArgumentException if a name or a class is given twice, or a record has no
    ///   name
    @SafeVarargs
    public static <T> TypeNames<T> of(Class<T> sealed, TypeName<T>... all) {
        return new TypeNames<>(sealed, List.of(all));
    }

    public static <T> TypeName<T> named(
            String name, Class<? extends T> type, Upcaster... upcasters) {
        return new TypeName<>(name, type, List.of(upcasters));
    }

    public TypeName<T> of(Object value) {
        var typeName = byType.get(value.getClass());
        if (typeName == null)
            throw new IllegalArgumentException(
                    "no name for %s: give it one in the TypeNames of %s"
                            .formatted(value.getClass().getName(), sealed.getSimpleName()));
        return typeName;
    }

    public String nameOf(Object value) {
        return of(value).name();
    }

    /// The record of this name.
    ///
    /// @throws IllegalArgumentException if no record has it
    public TypeName<T> withName(String name) {
        var typeName = byName.get(name);
        if (typeName == null)
            throw new IllegalArgumentException(
                    "%s has no %s".formatted(sealed.getSimpleName(), name));
        return typeName;
    }

    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    private static List<Class<?>> records(Class<?> type) {
        if (!type.isSealed()) return List.of(type);
        var found = new ArrayList<Class<?>>();
        Arrays.stream(type.getPermittedSubclasses()).map(TypeNames::records).forEach(found::addAll);
        return found;
    }
}
