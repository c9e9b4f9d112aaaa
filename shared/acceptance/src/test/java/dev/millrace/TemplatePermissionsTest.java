package dev.millrace;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.TemplateFile.Resource;
import dev.millrace.TemplateFile.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Who may do what: each function what it does, with the things it has, and nothing else.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TemplatePermissionsTest {
    private static final TemplateFile TEMPLATE = TemplateFile.read();
    private static final List<Resource> FUNCTIONS = TEMPLATE.functions();

    /// Where no name can stand, or only the beginning of one.
    private static final Map<String, String> WITHOUT_A_NAME =
            Map.of(
                    "xray:PutTraceSegments", "*",
                    "xray:PutTelemetryRecords", "*",
                    "cloudwatch:DescribeAlarms", "*",
                    "dynamodb:ListStreams", "${BookingEventsTable.Arn}/stream/*",
                    "s3:PutObject", "${FailedRecords.Arn}/*");

    private static final Pattern OWNER = Pattern.compile("\\$\\{(\\w+)\\.Arn}.*");

    @Test
    void each_function_has_a_role_of_its_own_and_no_policy_that_SAM_makes() {
        var roles = FUNCTIONS.stream().map(function -> function.at("Role")).toList();
        assertThat(roles)
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allSatisfy(role -> {
                    assertThat(TEMPLATE.named(role).type()).isEqualTo("AWS::IAM::Role");
                });
        assertThat(FUNCTIONS).noneMatch(function -> function.at("Policies").exists());
    }

    @Test
    void a_role_takes_no_policy_from_outside_the_template() {
        var policies =
                TEMPLATE.all("AWS::IAM::Role").stream()
                        .flatMap(role -> role.at("ManagedPolicyArns").items().stream());
        assertThat(policies)
                .isNotEmpty()
                .allSatisfy(policy -> {
                    assertThat(TEMPLATE.named(policy).type()).isEqualTo("AWS::IAM::ManagedPolicy");
                });
    }

    @Test
    void every_action_is_named() {
        var actions = grants().flatMap(grant -> grant.at("Action").texts().stream());
        assertThat(actions).isNotEmpty().allMatch(action -> action.matches("[a-z0-9]+:[A-Za-z]+"));
    }

    @Test
    void every_resource_is_named_where_a_name_can_stand() {
        assertThat(grants())
                .isNotEmpty()
                .allSatisfy(grant -> {
                    var unnamed =
                            grant.at("Resource").items().stream()
                                    .map(TemplatePermissionsTest::text)
                                    .filter(resource -> resource.contains("*"));
                    assertThat(unnamed)
                            .allSatisfy(resource -> {
                                assertThat(grant.at("Action").texts())
                                        .allMatch(action ->
                                                resource.equals(WITHOUT_A_NAME.get(action)));
                            });
                });
    }

    @Test
    void a_function_touches_the_tables_in_its_environment_and_no_others() {
        assertThat(FUNCTIONS)
                .allSatisfy(function -> {
                    assertThat(granted(function, "dynamodb:"))
                            .isEqualTo(inEnvironment(function, "_TABLE"));
                });
    }

    @Test
    void a_function_writes_its_own_log() {
        assertThat(FUNCTIONS)
                .allSatisfy(function -> {
                    var log = TEMPLATE.named(function.at("LoggingConfig", "LogGroup"));
                    assertThat(granted(function, "logs:")).containsExactly(log.id());
                });
    }

    @Test
    void a_function_may_send_to_the_queue_it_fails_to_and_to_no_other() {
        assertThat(FUNCTIONS)
                .allSatisfy(function -> {
                    var queue =
                            function.at("EventInvokeConfig", "DestinationConfig", "OnFailure")
                                    .at("Destination");
                    var queues =
                            queue.exists() ? Set.of(TEMPLATE.named(queue).id()) : Set.<String>of();
                    assertThat(granted(function, "sqs:SendMessage")).isEqualTo(queues);
                });
    }

    @Test
    void a_function_looks_into_the_queues_in_its_environment_and_no_others() {
        assertThat(FUNCTIONS)
                .allSatisfy(function -> {
                    var looksInto = granted(function, "sqs:");
                    looksInto.removeAll(granted(function, "sqs:SendMessage"));
                    assertThat(looksInto).isEqualTo(inEnvironment(function, "_QUEUE"));
                });
    }

    @Test
    void only_the_readers_of_the_stream_may_read_it() {
        var readers = TEMPLATE.events("DynamoDB").stream().map(event -> event.function()).toList();
        assertThat(FUNCTIONS)
                .allSatisfy(function -> {
                    var policies = role(function).at("ManagedPolicyArns").items();
                    assertThat(policies.contains(Value.ref("JournalStreamPolicy")))
                            .isEqualTo(readers.contains(function));
                });
    }

    /// The resources that a function's own role names for the actions of a service.
    private static Set<String> granted(Resource function, String service) {
        return inline(role(function))
                .filter(grant -> grant.at("Action").texts().getFirst().startsWith(service))
                .flatMap(grant -> grant.at("Resource").items().stream())
                .map(TemplatePermissionsTest::owner)
                .collect(toSet());
    }

    /// The resources that a function's variables of this ending name.
    private static Set<String> inEnvironment(Resource function, String ending) {
        var variables = function.at("Environment", "Variables").entries();
        variables.keySet().removeIf(name -> !name.endsWith(ending));
        return variables.values().stream().map(value -> value.at("Ref").text()).collect(toSet());
    }

    private static Resource role(Resource function) {
        return TEMPLATE.named(function.at("Role"));
    }

    private static Stream<Value> grants() {
        var shared =
                TEMPLATE.all("AWS::IAM::ManagedPolicy").stream()
                        .flatMap(policy -> statements(policy.at()));
        var own = TEMPLATE.all("AWS::IAM::Role").stream().flatMap(TemplatePermissionsTest::inline);
        return Stream.concat(shared, own);
    }

    private static Stream<Value> inline(Resource role) {
        return role.at("Policies").items().stream().flatMap(TemplatePermissionsTest::statements);
    }

    private static Stream<Value> statements(Value policy) {
        return policy.at("PolicyDocument", "Statement").items().stream();
    }

    private static String text(Value resource) {
        var template = resource.at("Fn::Sub");
        return template.exists() ? template.text() : resource.text();
    }

    /// The resource of the template whose ARN it is, or begins with.
    private static String owner(Value resource) {
        var attribute = resource.at("Fn::GetAtt", 0);
        if (attribute.exists()) return attribute.text();
        var owner = OWNER.matcher(text(resource));
        assertThat(owner.matches()).as("%s is of the template", resource).isTrue();
        return owner.group(1);
    }
}
