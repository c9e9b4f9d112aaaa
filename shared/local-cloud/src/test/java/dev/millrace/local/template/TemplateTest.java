package dev.millrace.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.Json;
import dev.millrace.local.LocalCloudException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TemplateTest {
    private static final URI API = URI.create("http://127.0.0.1:3000");
    private static final Place PLACE = new Place("stack", "eu-west-1", API, API);
    private static final String HEAD =
            """
            Parameters:
              Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}
              Hold: {Type: String, Default: PT6H, AllowedPattern: "PT[0-9]+[HMS]", ConstraintDescription: an ISO-8601 duration}
              Memory: {Type: Number, Default: 512, MinValue: 128, MaxValue: 1024}
              Name: {Type: String, Default: abc, MinLength: 2, MaxLength: 4}
              Subnets: {Type: CommaDelimitedList, Default: "a, b"}
            Mappings:
              Sizes: {dev: {memory: 1}, prod: {memory: 2}}
            Conditions:
              Prod: !Equals [!Ref Stage, prod]
              Dev: !Not [!Condition Prod]
              Both: !And [!Condition Prod, !Condition Dev]
              Either: !Or [!Condition Prod, !Condition Dev]
            Resources:
              Queue: {Type: AWS::SQS::Queue}
              Table: {Type: AWS::DynamoDB::Table, Properties: {TableName: !Sub "${Stage}-table"}}
              OnlyProd: {Type: AWS::S3::Bucket, Condition: Prod}
            """;

    @TempDir Path folder;

    private Template read(String text, Map<String, String> overrides) {
        try {
            return Template.read(
                    Files.writeString(folder.resolve("t.yaml"), text), overrides, PLACE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String value(String expression) {
        var text =
                HEAD + "  Holder: {Type: AWS::S3::Bucket, Properties: {V: " + expression + "}}\n";
        var holder = read(text, Map.of()).resource("Holder").orElseThrow();
        return Json.write(holder.properties().json().path("V"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "!Ref Stage | \"dev\"",
                "{Ref: Memory} | \"512\"",
                "!Ref Subnets | [\"a\",\"b\"]",
                "!Ref AWS::Region | \"eu-west-1\"",
                "!Ref AWS::AccountId | \"000000000000\"",
                "!Ref Table | \"dev-table\"",
                "!Ref Queue | \"http://127.0.0.1:3000/000000000000/stack-Queue\"",
                "!GetAtt Queue.Arn | \"arn:aws:sqs:eu-west-1:000000000000:stack-Queue\"",
                "!GetAtt [Table, Arn] | \"arn:aws:dynamodb:eu-west-1:000000000000:table/dev-table\"",
                "!GetAtt TableRole.Arn | \"arn:aws:iam::000000000000:role/stack-TableRole\"",
                "!Sub 'a-${Stage}-${Queue.QueueName}-${!kept}' | \"a-dev-stack-Queue-${kept}\"",
                "!Sub ['${x}/${Stage}', {x: !Ref Name}] | \"abc/dev\"",
                "{'Fn::Sub': '${AWS::StackName}'} | \"stack\"",
                "!If [Prod, 1, 2] | 2",
                "!If [Dev, [1, !Ref AWS::NoValue, 3], 2] | [1,3]",
                "{a: 1, b: !Ref AWS::NoValue} | {\"a\":1}",
                "!If [Either, y1, n1] | \"y1\"",
                "!If [Both, y1, n1] | \"n1\"",
                "!Join ['-', [a, !Ref Stage, c]] | \"a-dev-c\"",
                "!Select [1, !Split ['/', 'a/b/c']] | \"b\"",
                "!FindInMap [Sizes, !Ref Stage, memory] | 1",
                "!Base64 abc | \"YWJj\"",
                "007 | \"007\"",
                "yes | true",
            })
    void an_intrinsic_is_computed(String expression, String json) {
        assertThat(value(expression)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "!Ref Nobody | t.yaml:18: `Nobody` is neither a resource nor a parameter",
                "!Ref OnlyProd | t.yaml:18: `OnlyProd` does not exist here: its Condition is false",
                "!Sub '${Nobody}' | t.yaml:18: `Nobody` is neither",
                "!If [Nowhen, 1, 2] | t.yaml:18: condition `Nowhen` is not",
                "!If [Prod, 1] | t.yaml:18: If takes a list of 3",
                "!FindInMap [Sizes, x, y] | t.yaml:18: FindInMap: no value for Sizes / x / y",
                "!ImportValue x | t.yaml:18: `Fn::ImportValue` is not emulated",
                "!Reff x | t.yaml:18: unknown tag `!Reff`",
                "{a: 1, a: 2} | t.yaml:18: `a` is here twice",
                "!GetAtt Queue | t.yaml:18: `!GetAtt Queue` names no attribute",
            })
    void an_error_names_its_line(String expression, String message) {
        assertThatThrownBy(() -> value(expression))
                .isInstanceOf(LocalCloudException.class)
                .hasMessageContaining(message);
    }

    @Test
    void an_error_in_YAML_names_its_line() {
        assertThatThrownBy(() -> read(HEAD + "  Bad: [1,\n", Map.of()))
                .isInstanceOf(LocalCloudException.class)
                .hasMessageMatching("(?s).*t\\.yaml:1[89]: not valid YAML: .*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Stage | test | parameter Stage: 'test' must be one of dev, prod (",
                "Hold | 6 hours | parameter Hold: '6 hours' must match PT[0-9]+[HMS]: an ISO-8601 duration (",
                "Memory | much | parameter Memory: 'much' must be a number",
                "Memory | 64 | parameter Memory: '64' must be at least 128",
                "Memory | 2048 | parameter Memory: '2048' must be at most 1024",
                "Name | a | parameter Name: 'a' must have at least 2 characters",
                "Name | abcde | parameter Name: 'abcde' must have at most 4 characters",
                "Stag | dev | parameter Stag: the template has no such parameter; it has Stage, Hold, Memory, Name, Subnets",
            })
    void a_parameter_is_checked_against_its_constraints(String name, String value, String message) {
        assertThatThrownBy(() -> read(HEAD, Map.of(name, value)))
                .isInstanceOf(LocalCloudException.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_parameter_without_default_must_be_given() {
        var text = "Parameters: {Must: {Type: String}}\nResources: {Q: {Type: AWS::SQS::Queue}}\n";
        assertThatThrownBy(() -> read(text, Map.of()))
                .hasMessageContaining("parameter Must: has no default");
        assertThat(read(text, Map.of("Must", "x")).ref("Must")).contains("x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!Not [!Equals [!Ref Name, abc]]",
                "{'Fn::Contains': [[x, y], !Ref Name]}",
                "{'Fn::EachMemberEquals': [!Ref Subnets, a]}",
                "{'Fn::EachMemberIn': [!Ref Subnets, [a, c]]}",
            })
    void parameters_that_break_a_rule_are_rejected(String assertion) {
        var text = HEAD + rule("!Equals [!Ref Stage, prod]", assertion);
        assertThat(read(text, Map.of()).notEmulated()).isEmpty();
        assertThatThrownBy(() -> read(text, Map.of("Stage", "prod")))
                .isInstanceOf(LocalCloudException.class)
                .hasMessageStartingWith("rule Wanted: a name of its own (")
                .hasMessageEndingWith("t.yaml:19)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!Equals [!Ref Name, abc]",
                "{'Fn::Contains': [[x, abc], !Ref Name]}",
                "{'Fn::EachMemberEquals': [[abc, abc], !Ref Name]}",
                "{'Fn::EachMemberIn': [!Ref Subnets, [c, b, a]]}",
            })
    void parameters_that_keep_a_rule_are_accepted(String assertion) {
        var text = HEAD + rule("!Equals [!Ref Stage, prod]", assertion);
        assertThat(read(text, Map.of("Stage", "prod")).resource("OnlyProd")).isPresent();
    }

    @Test
    void a_rule_without_a_condition_always_applies() {
        var text = HEAD + "Rules: {Wanted: {Assertions: [{Assert: !Equals [a, b]}]}}\n";
        assertThatThrownBy(() -> read(text, Map.of()))
                .hasMessageStartingWith("rule Wanted: an assertion is false (");
    }

    @Test
    void a_rule_that_needs_an_account_is_listed_and_not_checked() {
        var text =
                HEAD
                        + rule(
                                "!Equals [a, a]",
                                "{'Fn::EachMemberEquals': [{'Fn::ValueOf': [Subnets, VpcId]}, x]}");
        assertThat(read(text, Map.of()).notEmulated())
                .containsExactly("Rules Wanted: not checked, it uses Fn::ValueOf");
    }

    private static String rule(String condition, String assertion) {
        return """
        Rules:
          Wanted:
            RuleCondition: %s
            Assertions: [{Assert: %s, AssertDescription: a name of its own}]
        """
                .formatted(condition, assertion);
    }

    @Test
    void a_resource_exists_only_if_its_condition_is_true() {
        assertThat(read(HEAD, Map.of()).resource("OnlyProd")).isEmpty();
        assertThat(read(HEAD, Map.of("Stage", "prod")).resource("OnlyProd")).isPresent();
    }

    @Test
    void a_functions_own_properties_are_merged_over_globals() {
        var template =
                read(
                        """
                        Globals: {Function: {Timeout: 9, MemorySize: 1, Environment: {Variables: {A: 1, B: 2}}, Layers: [x]}}
                        Resources:
                          F: {Type: AWS::Serverless::Function, Properties: {MemorySize: 2, Environment: {Variables: {B: 3}}, Layers: [y]}}
                        """,
                        Map.of());
        assertThat(Json.write(template.resource("F").orElseThrow().properties().json()))
                .isEqualTo(
                        """
                        {"Timeout":9,"MemorySize":2,"Environment":{"Variables":{"A":1,"B":3}},"Layers":["x","y"]}\
                        """);
    }

    @Test
    void each_gap_is_listed_once() {
        var template =
                read(
                        """
                        Resources:
                          T: {Type: AWS::DynamoDB::Table, Properties: {TimeToLiveSpecification: {Enabled: true}}}
                          U: {Type: AWS::DynamoDB::Table, Properties: {TimeToLiveSpecification: {Enabled: true}}}
                          S: {Type: AWS::StepFunctions::StateMachine}
                          Pool: {Type: AWS::Cognito::UserPool}
                          Budget: {Type: AWS::Budgets::Budget, Properties: {Budget: {BudgetType: COST}}}
                          Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {AlarmActions: [!Ref Nobody]}}
                        """,
                        Map.of());
        assertThat(template.notEmulated())
                .containsExactly(
                        "AWS::Cognito: a token is `Bearer local:<clientId>` or `Bearer local:<clientId>:admin`",
                        "AWS::DynamoDB::Table TimeToLiveSpecification",
                        "AWS::StepFunctions::StateMachine");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OnFailure: {Type: SQS} | OnFailure without Destination",
                "OnFailure: {Type: SNS} | OnFailure without Destination",
                "OnSuccess: {Type: SQS, Destination: !GetAtt Queue.Arn} | OnSuccess",
            })
    void a_destination_that_is_not_emulated_is_listed(String destination, String gap) {
        assertThat(withDestination(destination).notEmulated())
                .singleElement()
                .asString()
                .startsWith("AWS::Serverless::Function EventInvokeConfig " + gap);
    }

    @Test
    void a_failure_destination_that_has_an_ARN_is_emulated() {
        assertThat(
                        withDestination("OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}")
                                .notEmulated())
                .isEmpty();
    }

    private Template withDestination(String destination) {
        return read(
                """
                Resources:
                  Queue: {Type: AWS::SQS::Queue}
                  F: {Type: AWS::Serverless::Function, Properties: {EventInvokeConfig: {DestinationConfig: {%s}}}}
                """
                        .formatted(destination),
                Map.of());
    }
}
