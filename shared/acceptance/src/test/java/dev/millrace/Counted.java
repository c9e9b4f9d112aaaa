package dev.millrace;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.millrace.eventsourcing.lambda.Metric;
import java.util.List;

/// Every metric that a class of ours declares. An unused constant does not compile.
public final class Counted {
    private static final List<Metric> METRICS =
            new ClassFileImporter()
                            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                            .withImportOption(place -> !place.contains("-tests.jar"))
                            .importPackages("dev.millrace")
                            .stream()
                            .flatMap(type -> type.getFields().stream())
                            .filter(field -> field.getRawType().isEquivalentTo(Metric.class))
                            .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                            .map(Counted::value)
                            .distinct()
                            .toList();

    private Counted() {}

    public static List<Metric> metrics() {
        return METRICS;
    }

    private static Metric value(JavaField constant) {
        try {
            var field = constant.reflect();
            field.setAccessible(true);
            return (Metric) field.get(null);
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(constant.getFullName(), impossible);
        }
    }
}
