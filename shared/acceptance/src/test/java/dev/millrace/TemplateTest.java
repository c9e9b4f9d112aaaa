package dev.millrace;

import static dev.millrace.TemplateFile.ROOT;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.TemplateFile.Resource;
import dev.millrace.TemplateFile.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The promises of template.yaml, checked without the linters.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TemplateTest {
    private static final TemplateFile TEMPLATE = TemplateFile.read();

    @Nested
    class A_table {
        private final List<Resource> tables = TEMPLATE.all("AWS::DynamoDB::Table");

        @Test
        void is_protected_and_can_be_restored_in_production() {
            var inProduction = List.of("Production", true, false);
            assertThat(tables)
                    .isNotEmpty()
                    .allSatisfy(table -> {
                        var recovery = table.at("PointInTimeRecoverySpecification");
                        assertThat(recovery.at("PointInTimeRecoveryEnabled", "Fn::If").value())
                                .isEqualTo(inProduction);
                        assertThat(table.at("DeletionProtectionEnabled", "Fn::If").value())
                                .isEqualTo(inProduction);
                    });
        }

        @Test
        void is_in_production_by_default() {
            var production = TEMPLATE.root().at("Conditions", "Production", "Fn::Equals");
            assertThat(production.items()).containsExactly(Value.ref("Stage"), new Value("prod"));
            var stage = TEMPLATE.root().at("Parameters", "Stage");
            assertThat(stage.at("Default").text()).isEqualTo("prod");
        }

        @Test
        void is_encrypted_and_billed_on_demand() {
            assertThat(tables)
                    .allSatisfy(table -> {
                        assertThat(table.at("SSESpecification", "SSEEnabled").text())
                                .isEqualTo("true");
                        assertThat(table.at("BillingMode").text()).isEqualTo("PAY_PER_REQUEST");
                    });
        }
    }

    @Nested
    class A_function {
        private static final Pattern ARCHIVE =
                Pattern.compile("functions/([a-z-]+)/target/function\\.zip");

        private static final Map<String, String> NO_VALUE = Map.of("Ref", "AWS::NoValue");

        private final List<Resource> functions = TEMPLATE.functions();

        @Test
        void is_what_a_module_builds() throws IOException {
            var modules = Files.readString(ROOT.resolve("functions/pom.xml"));
            assertThat(functions)
                    .isNotEmpty()
                    .allSatisfy(function -> {
                        assertThat(modules).contains("<module>" + module(function) + "</module>");
                    });
        }

        @Test
        void is_a_class_of_that_module() {
            assertThat(functions)
                    .allSatisfy(function -> {
                        var sources = ROOT.resolve("functions", module(function), "src/main/java");
                        var handler = function.at("Handler").text().replace('.', '/');
                        assertThat(sources.resolve(handler + ".java")).isRegularFile();
                    });
        }

        private static String module(Resource function) {
            var archive = ARCHIVE.matcher(function.at("CodeUri").text());
            assertThat(archive.matches()).as("CodeUri of %s", function).isTrue();
            return archive.group(1);
        }

        @Test
        void gets_the_names_of_tables_that_exist() {
            assertThat(functions)
                    .allSatisfy(function -> {
                        var variables = function.at("Environment", "Variables").entries();
                        variables.keySet().removeIf(name -> !name.endsWith("_TABLE"));
                        // An operator makes this table, for a restore.
                        variables.remove("BOOKING_RESTORED_TABLE");
                        assertThat(variables)
                                .isNotEmpty()
                                .allSatisfy((name, table) -> {
                                    assertThat(TEMPLATE.named(table).type())
                                            .isEqualTo("AWS::DynamoDB::Table");
                                });
                    });
        }

        /// `sam local` can only set variables that are declared. The SDK uses an empty text as an
        /// endpoint.
        @ParameterizedTest
        @ValueSource(strings = {"DYNAMODB", "EVENTBRIDGE", "SQS"})
        void can_be_given_another_endpoint_and_has_none(String service) {
            var variables = TEMPLATE.root().at("Globals", "Function", "Environment", "Variables");
            assertThat(variables.at("AWS_ENDPOINT_URL_" + service))
                    .isEqualTo(Value.ref("AWS::NoValue"));
        }

        /// Only published versions have snapshots, and without the alias no caller would use one.
        @Test
        void starts_from_a_snapshot_only_behind_an_alias() {
            assertThat(functions)
                    .filteredOn(function -> function.at("SnapStart").exists())
                    .isNotEmpty()
                    .allSatisfy(function -> {
                        assertThat(function.at("SnapStart", "ApplyOn", "Fn::If"))
                                .isEqualTo(
                                        new Value(
                                                List.of(
                                                        "HasSnapStart",
                                                        "PublishedVersions",
                                                        "None")));
                        assertThat(function.at("AutoPublishAlias").text()).isEqualTo("live");
                        assertThat(function.at("AutoPublishAliasAllProperties").text())
                                .isEqualTo("true");
                    });
        }

        /// SAM publishes a version if the text of the function changes. The new value of a
        /// parameter changes only the version's description.
        @Test
        void is_published_again_when_one_of_its_parameters_changes() {
            var globals = parameters(TEMPLATE.root().at("Globals", "Function"));
            assertThat(functions)
                    .filteredOn(function -> function.at("AutoPublishAlias").exists())
                    .isNotEmpty()
                    .allSatisfy(function -> {
                        var description = function.at("VersionDescription", "Fn::Sub").text();
                        var own = parameters(function.at("Environment"));
                        assertThat(Stream.concat(globals.stream(), own.stream()))
                                .isNotEmpty()
                                .allSatisfy(parameter -> {
                                    assertThat(description).contains("${" + parameter + "}");
                                });
                    });
        }

        /// The parameters that a value depends on.
        private static Set<String> parameters(Value value) {
            return TEMPLATE.root().at("Parameters").entries().keySet().stream()
                    .filter(parameter -> mentions(value, parameter))
                    .collect(toSet());
        }

        private static boolean mentions(Value value, String parameter) {
            return value.equals(Value.ref(parameter))
                    || value.text().contains("${" + parameter + "}")
                    || Stream.concat(value.entries().values().stream(), children(value))
                            .anyMatch(part -> mentions(part, parameter));
        }

        private static Stream<Value> children(Value value) {
            return value.value() instanceof Collection<?> ? value.items().stream() : Stream.of();
        }

        @Test
        void takes_over_step_by_step_if_clients_send_it_commands() {
            var deployment =
                    TEMPLATE.named(Value.ref("BookingCommands")).at("DeploymentPreference");
            assertThat(deployment.at("Type", "Fn::If", 0).text()).isEqualTo("StepByStep");
            assertThat(deployment.at("Type", "Fn::If", 1).text()).startsWith("Canary10Percent");
            var alarms = deployment.at("Alarms", "Fn::If", 1);
            // By name: SAM's alias needs the deployment. By reference, that would need the alarm,
            // the API and so the alias.
            var ofTheApi = TEMPLATE.named(Value.ref("BookingApiFailingAlarm"));
            assertThat(alarms.items()).containsExactly(ofTheApi.at("AlarmName"));
            // A rate, and 0 for one or two failures: a count would roll back a deployment for one
            // failed call.
            assertThat(ofTheApi.at("Metrics", 0, "Expression").text())
                    .isEqualTo("IF(FILL(failures, 0) < 3, 0, 100 * failures / calls)");
        }

        /// A flood of events leaves concurrency to the functions of the API.
        @Test
        void has_reserved_concurrency_if_the_bus_invokes_it() {
            var bound =
                    List.of("ReservesConcurrency", Value.ref("BusConcurrency").value(), NO_VALUE);
            assertThat(TEMPLATE.events("EventBridgeRule"))
                    .isNotEmpty()
                    .allSatisfy(rule -> {
                        var reserved = rule.function().at("ReservedConcurrentExecutions", "Fn::If");
                        assertThat(reserved.value()).isEqualTo(bound);
                    });
        }

        @Test
        void has_sample_events() throws IOException {
            try (var folders = Files.list(ROOT.resolve("events")).filter(Files::isDirectory)) {
                assertThat(folders.map(folder -> folder.getFileName().toString()).collect(toSet()))
                        .isEqualTo(functions.stream().map(Resource::id).collect(toSet()));
            }
        }
    }

    @Nested
    class The_API {
        private final Resource api = TEMPLATE.all("AWS::Serverless::HttpApi").getFirst();

        @Test
        void needs_a_token_for_every_route() {
            var authorizer = api.at("Auth", "DefaultAuthorizer").text();
            assertThat(api.at("Auth", "Authorizers", authorizer, "JwtConfiguration").exists())
                    .isTrue();
            assertThat(TEMPLATE.events("HttpApi"))
                    .isNotEmpty()
                    .allSatisfy(route -> {
                        assertThat(route.at("ApiId")).isEqualTo(Value.ref(api.id()));
                        assertThat(route.at("Auth").exists()).isFalse();
                    });
        }

        @Test
        void is_throttled_and_logs_each_call() {
            var limits = api.at("DefaultRouteSettings");
            assertThat(limits.at("ThrottlingRateLimit").number()).isPositive();
            assertThat(limits.at("ThrottlingBurstLimit").number()).isPositive();
            var log = TEMPLATE.named(api.at("AccessLogSettings", "DestinationArn"));
            assertThat(log.type()).isEqualTo("AWS::Logs::LogGroup");
        }
    }

    @Test
    void no_log_is_kept_for_ever() {
        assertThat(TEMPLATE.all("AWS::Logs::LogGroup"))
                .isNotEmpty()
                .allSatisfy(log -> {
                    assertThat(log.at("RetentionInDays")).isEqualTo(Value.ref("LogRetentionDays"));
                });
    }

    @Nested
    class The_hold {
        private final Pattern allowed =
                Pattern.compile(
                        TEMPLATE.root()
                                .at("Parameters", "ReservationHold", "AllowedPattern")
                                .text());

        @ParameterizedTest
        @ValueSource(strings = {"PT30S", "PT15M", "PT6H", "P1D", "P1DT12H", "PT1H30M"})
        void is_a_duration(String hold) {
            assertThat(hold).matches(allowed);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "6h", "P", "PT", "P1DT", "PT0S", "P1M", "-PT6H", "PT6H ", "pt6h"})
        void is_nothing_else(String hold) {
            assertThat(hold).doesNotMatch(allowed);
        }
    }
}
