package dev.millrace.eventsourcing.aws;

import java.io.Serializable;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whether Jackson writes a record by its components alone, or an enum by its names: neither the
/// class nor an interface of it has annotations (nor their members), no interface is of the JDK (an
/// `Iterable` is written as an array) or of Jackson, and a record has no further public getters.
final class PlainClass {
    private static final Set<Class<?>> HARMLESS = Set.of(Comparable.class, Serializable.class);

    private static final ClassValue<Boolean> PLAIN =
            new ClassValue<>() {
                @Override
                protected Boolean computeValue(Class<?> type) {
                    for (var one : withInterfaces(type)) {
                        if (HARMLESS.contains(one)) continue;
                        if (one.getName().startsWith("java.")
                                || one.getName().startsWith("com.fasterxml.jackson.")
                                || isAnnotated(one)
                                || (type.isRecord() && hasGetter(one, type))) {
                            return false;
                        }
                    }
                    return true;
                }
            };

    private PlainClass() {}

    static boolean isPlain(Class<?> type) {
        return PLAIN.get(type);
    }

    private static Set<Class<?>> withInterfaces(Class<?> type) {
        var all = new HashSet<Class<?>>();
        all.add(type);
        for (var one : type.getInterfaces()) all.addAll(withInterfaces(one));
        return all;
    }

    private static boolean isAnnotated(Class<?> type) {
        var elements = new ArrayList<AnnotatedElement>(List.of(type));
        elements.addAll(List.of(type.getDeclaredFields()));
        elements.addAll(List.of(type.getDeclaredMethods()));
        for (var constructor : type.getDeclaredConstructors()) {
            elements.add(constructor);
            elements.addAll(List.of(constructor.getParameters()));
        }
        for (var element : elements) {
            if (element.getAnnotations().length > 0) return true;
        }
        return false;
    }

    private static boolean hasGetter(Class<?> type, Class<?> ofRecord) {
        var components = new HashSet<String>();
        for (var component : ofRecord.getRecordComponents()) components.add(component.getName());
        for (var method : type.getDeclaredMethods()) {
            if (isGetter(method) && !components.contains(method.getName())) return true;
        }
        return false;
    }

    private static boolean isGetter(Method method) {
        var name = method.getName();
        return method.getParameterCount() == 0
                && Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && (name.startsWith("get") || name.startsWith("is"));
    }
}
