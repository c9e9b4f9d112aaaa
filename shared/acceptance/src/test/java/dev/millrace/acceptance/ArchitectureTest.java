package dev.millrace.acceptance;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.Threads;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.random.RandomGenerator;
import java.util.stream.BaseStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The dependencies that modules may have, and the purity inside the modules.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(place -> !place.contains("-tests.jar"))
                    .importPackages("dev.millrace");

    private static final DescribedPredicate<JavaClass> DEPLOYED =
            resideInAnyPackage(
                            "dev.millrace.eventsourcing..",
                            "dev.millrace.booking..",
                            "dev.millrace.ticketing..",
                            "dev.millrace.functions..")
                    .and(not(resideInAPackage("dev.millrace.eventsourcing.testkit..")));

    private static final String[] CORE = {
        "dev.millrace.eventsourcing",
        "dev.millrace.eventsourcing.process",
        "dev.millrace.eventsourcing.trace"
    };

    /// Only the runtime may use these classes.
    private static final Class<?>[] MACHINE = {
        Clock.class,
        SecureRandom.class,
        SplittableRandom.class,
        Executors.class,
        ThreadPoolExecutor.class,
        ForkJoinPool.class,
        CompletableFuture.class,
        Timer.class,
        Semaphore.class,
        CountDownLatch.class,
        CyclicBarrier.class
    };

    /// Only the runtime may call these methods of classes that others use too.
    private static final Map<Class<?>, Set<String>> METHODS =
            Map.of(
                    Temporal.class, Set.of("now"),
                    InstantSource.class, Set.of("system", "tick"),
                    Date.class, Set.of("<init>"),
                    System.class, Set.of("nanoTime", "currentTimeMillis"),
                    Math.class, Set.of("random"),
                    UUID.class, Set.of("randomUUID"),
                    RandomGenerator.class, Set.of("of", "getDefault"),
                    Thread.class,
                            Set.of(
                                    "<init>",
                                    "sleep",
                                    "ofVirtual",
                                    "ofPlatform",
                                    "startVirtualThread"),
                    Collection.class, Set.of("parallelStream"),
                    BaseStream.class, Set.of("parallel"));

    @Test
    void the_library_needs_nothing_but_java() {
        classes()
                .that(resideInAnyPackage(CORE))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(CORE).or(resideInAnyPackage("java..", "org.jspecify..")))
                .check(CLASSES);
    }

    @Test
    void the_booking_knows_neither_dynamodb_nor_lambda_nor_json() {
        classes()
                .that(resideInAPackage("dev.millrace.booking"))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(CORE)
                                .or(
                                        resideInAnyPackage(
                                                "dev.millrace.booking",
                                                "java..",
                                                "org.jspecify..")))
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
    void the_library_and_its_tools_know_no_service() {
        noClasses()
                .that(
                        resideInAnyPackage(
                                "dev.millrace.eventsourcing..",
                                "dev.millrace.local..",
                                "dev.millrace.cli.."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                "dev.millrace.booking..",
                                "dev.millrace.ticketing..",
                                "dev.millrace.functions..",
                                "dev.millrace.demo.."))
                .check(CLASSES);
    }

    @Test
    void the_library_knows_none_of_its_tools() {
        noClasses()
                .that(resideInAPackage("dev.millrace.eventsourcing.."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("dev.millrace.local..", "dev.millrace.cli.."))
                .check(CLASSES);
    }

    /// The demo is on the class path on which other templates run, too.
    @Test
    void the_demo_knows_neither_the_rules_nor_the_functions_of_the_booking() {
        noClasses()
                .that(resideInAPackage("dev.millrace.demo.."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                "dev.millrace.booking..",
                                "dev.millrace.ticketing..",
                                "dev.millrace.functions.."))
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
    void time_chance_waiting_and_threads_come_from_the_runtime() {
        noClasses()
                .that(DEPLOYED)
                .and(not(belongToAnyOf(Runtime.class, Threads.class)))
                .should()
                .accessTargetWhere(
                        describe(
                                "reads time, draws, waits or runs",
                                ArchitectureTest::readsTheMachine))
                .orShould()
                .dependOnClassesThat(belongToAnyOf(MACHINE))
                .check(CLASSES);
    }

    /// All functions that are restored from one snapshot would draw the same numbers from a seed.
    @Test
    void nothing_that_is_deployed_draws_from_a_seed() {
        noClasses()
                .that(DEPLOYED)
                .should()
                .dependOnClassesThat(
                        assignableTo(Random.class).and(not(assignableTo(SecureRandom.class))))
                .check(CLASSES);
    }

    @Test
    void the_library_and_the_booking_get_their_variables_from_handlers() {
        noClasses()
                .that(
                        resideInAnyPackage(
                                "dev.millrace.eventsourcing",
                                "dev.millrace.eventsourcing.process",
                                "dev.millrace.eventsourcing.trace",
                                "dev.millrace.eventsourcing.aws",
                                "dev.millrace.eventsourcing.lambda.host",
                                "dev.millrace.eventsourcing.dynamodb..",
                                "dev.millrace.eventsourcing.lambda",
                                "dev.millrace.booking..",
                                "dev.millrace.ticketing.."))
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(CLASSES);
    }

    private static boolean readsTheMachine(JavaAccess<?> access) {
        return METHODS.entrySet().stream()
                .anyMatch(method ->
                        method.getValue().contains(access.getTarget().getName())
                                && access.getTargetOwner().isAssignableTo(method.getKey()));
    }
}
