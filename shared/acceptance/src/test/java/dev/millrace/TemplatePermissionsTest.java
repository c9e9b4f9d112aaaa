package dev.millrace;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.TemplateFile.Resource;
import dev.millrace.TemplateFile.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// The rules for permissions that template.yaml alone can break. `RolesTest` checks, by the calls
/// that a function makes, that its role grants exactly what it needs.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TemplatePermissionsTest {
    private static final TemplateFile TEMPLATE = TemplateFile.read();
    private static final List<Resource> FUNCTIONS = TEMPLATE.functions();
    private static final List<FunctionRole> ROLES = FunctionRole.all();

    /// The actions whose resource cannot have a name, or only a prefix.
    private static final Map<String, String> WITHOUT_A_NAME =
            Map.of(
                    "xray:PutTraceSegments", "*",
                    "xray:PutTelemetryRecords", "*",
                    "cloudwatch:DescribeAlarms", "*",
                    "dynamodb:ListStreams", "${BookingEventsTable.Arn}/stream/*",
                    "s3:PutObject", "${FailedRecords.Arn}/*");

    private static final String RESTORED = "${AWS::StackName}-restored";
    private static final Pattern OWNER = Pattern.compile("\\$\\{(\\w+)\\.(Stream)?Arn}.*");

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
    void a_role_has_no_policy_from_outside_the_template() {
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
    void every_resource_is_named_if_it_can_have_a_name() {
        assertThat(grants())
                .isNotEmpty()
                .allSatisfy(grant -> {
                    var unnamed =
                            grant.at("Resource").items().stream()
                                    .map(FunctionRole::arn)
                                    .filter(resource -> resource.contains("*"));
                    assertThat(unnamed)
                            .allSatisfy(resource -> {
                                assertThat(grant.at("Action").texts())
                                        .allMatch(action ->
                                                resource.equals(WITHOUT_A_NAME.get(action)));
                            });
                });
    }

    /// [FunctionRole] evaluates everything that a role has.
    @Test
    void a_role_has_policies_and_nothing_else() {
        assertThat(TEMPLATE.all("AWS::IAM::Role"))
                .allSatisfy(role ->
                        assertThat(role.at().entries().keySet())
                                .isSubsetOf(
                                        "AssumeRolePolicyDocument",
                                        "ManagedPolicyArns",
                                        "Policies"));
        assertThat(TEMPLATE.all("AWS::IAM::ManagedPolicy"))
                .noneMatch(policy -> policy.at("Roles").exists());
        assertThat(TEMPLATE.resources())
                .extracting(Resource::type)
                .filteredOn(type -> type.startsWith("AWS::IAM::"))
                .containsOnly("AWS::IAM::Role", "AWS::IAM::ManagedPolicy", "AWS::IAM::Policy");
    }

    @Test
    void a_function_may_use_the_tables_in_its_environment_and_no_others() {
        assertThat(ROLES)
                .allSatisfy(role -> {
                    assertThat(granted(role, action -> action.startsWith("dynamodb:")))
                            .isEqualTo(inEnvironment(role, "_TABLE"));
                });
    }

    @Test
    void a_function_may_read_the_queues_in_its_environment_and_no_others() {
        assertThat(ROLES)
                .allSatisfy(role -> {
                    var looking =
                            granted(
                                    role,
                                    action ->
                                            action.startsWith("sqs:")
                                                    && !action.equals("sqs:SendMessage"));
                    assertThat(looking).isEqualTo(inEnvironment(role, "_QUEUE"));
                });
    }

    /// The resources of the template on which a role grants such actions.
    private static Set<String> granted(FunctionRole role, Predicate<String> actions) {
        return role.grants().stream()
                .filter(grant -> actions.test(grant.action()))
                .map(grant -> owner(grant.resource()))
                .collect(toSet());
    }

    /// The resources in those variables of a role's function whose names have this ending.
    private static Set<String> inEnvironment(FunctionRole role, String ending) {
        var variables = new HashMap<String, Value>();
        for (var function : FUNCTIONS) {
            if (!function.id().equals(role.function())) continue;
            variables.putAll(function.at("Environment", "Variables").entries());
        }
        variables.keySet().removeIf(name -> !name.endsWith(ending));
        return variables.values().stream()
                .map(value -> value.at("Fn::Sub").exists() ? value.at("Fn::Sub") : value.at("Ref"))
                .map(Value::text)
                .collect(toSet());
    }

    private static Stream<Value> grants() {
        var policies =
                Stream.of("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy")
                        .flatMap(type -> TEMPLATE.all(type).stream())
                        .map(policy -> policy.at());
        var own =
                TEMPLATE.all("AWS::IAM::Role").stream()
                        .flatMap(role -> role.at("Policies").items().stream());
        return Stream.concat(policies, own)
                .flatMap(policy -> policy.at("PolicyDocument", "Statement").items().stream());
    }

    /// The id of the template's resource whose ARN it is, or begins with. The table of a restored
    /// journal is no resource of the template. It is known by its name.
    private static String owner(String arn) {
        if (arn.endsWith(":table/" + RESTORED)) return RESTORED;
        var owner = OWNER.matcher(arn);
        assertThat(owner.matches()).as("%s is of the template", arn).isTrue();
        return owner.group(1);
    }
}
