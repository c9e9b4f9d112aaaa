package dev.millrace.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The lines between the modules, and the purity inside them.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(place -> !place.contains("-tests.jar"))
                    .importPackages("dev.millrace");

    @Test
    void the_library_needs_nothing_but_java() {
        classes()
                .that(
                        resideInAnyPackage(
                                "dev.millrace.eventsourcing", "dev.millrace.eventsourcing.process"))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(
                                "dev.millrace.eventsourcing",
                                "dev.millrace.eventsourcing.process",
                                "java..",
                                "org.jspecify.."))
                .check(CLASSES);
    }

    @Test
    void the_booking_knows_neither_dynamodb_nor_lambda_nor_json() {
        classes()
                .that(resideInAPackage("dev.millrace.booking"))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(
                                "dev.millrace.booking",
                                "dev.millrace.eventsourcing",
                                "dev.millrace.eventsourcing.process",
                                "java..",
                                "org.jspecify.."))
                .check(CLASSES);
    }

    @Test
    void functions_do_not_know_each_other() {
        slices().matching("dev.millrace.functions.(*)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }

    @Test
    void nothing_depends_on_a_function() {
        noClasses()
                .that(not(resideInAPackage("dev.millrace.functions..")))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.millrace.functions.."))
                .check(CLASSES);
    }

    @Test
    void the_local_cloud_knows_only_the_template() {
        noClasses()
                .that(resideInAPackage("dev.millrace.local.."))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.millrace..")
                                .and(not(resideInAPackage("dev.millrace.local.."))))
                .check(CLASSES);
    }

    @Test
    void time_and_chance_come_from_outside() {
        noClasses()
                .that(
                        resideInAnyPackage(
                                "dev.millrace.eventsourcing",
                                "dev.millrace.eventsourcing.dynamodb..",
                                "dev.millrace.booking..",
                                "dev.millrace.ticketing.."))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(CLASSES);
    }

    /// What is drawn from a seed before a snapshot is drawn by all who are restored from it.
    @Test
    void nothing_that_is_deployed_draws_from_a_seed() {
        noClasses()
                .that(
                        resideInAnyPackage(
                                "dev.millrace.eventsourcing..",
                                "dev.millrace.booking..",
                                "dev.millrace.ticketing..",
                                "dev.millrace.functions.."))
                .and(not(resideInAPackage("dev.millrace.eventsourcing.testkit..")))
                .should()
                .dependOnClassesThat(
                        assignableTo(Random.class).and(not(assignableTo(SecureRandom.class))))
                .orShould()
                .callMethod(Math.class, "random")
                .check(CLASSES);
    }
}
