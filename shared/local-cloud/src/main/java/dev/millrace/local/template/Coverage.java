package dev.millrace.local.template;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Knows which features of a template are emulated, and which make no difference on one machine.
/// The rest are the gaps.
final class Coverage {
    /// The emulated types, each with the properties that are emulated or have no effect here.
    private static final Map<String, Set<String>> EMULATED =
            Map.of(
                    "AWS::DynamoDB::Table",
                    Set.of(
                            "TableName",
                            "KeySchema",
                            "AttributeDefinitions",
                            "GlobalSecondaryIndexes",
                            "StreamSpecification",
                            "BillingMode",
                            "ProvisionedThroughput",
                            "OnDemandThroughput",
                            "PointInTimeRecoverySpecification",
                            "DeletionProtectionEnabled",
                            "SSESpecification",
                            "Tags",
                            "TableClass",
                            "WarmThroughput",
                            "ContributorInsightsSpecification",
                            "ResourcePolicy"),
                    "AWS::Serverless::Function",
                    Set.of(
                            "FunctionName",
                            "Handler",
                            "Timeout",
                            "MemorySize",
                            "Environment",
                            "Events",
                            "EventInvokeConfig",
                            "DeadLetterQueue",
                            "Runtime",
                            "Architectures",
                            "CodeUri",
                            "PackageType",
                            "Description",
                            "Policies",
                            "Role",
                            "PermissionsBoundary",
                            "Tags",
                            "Tracing",
                            "SnapStart",
                            "AutoPublishAlias",
                            "DeploymentPreference",
                            "PublishToLatestPublished",
                            "AutoPublishAliasAllProperties",
                            "AutoPublishCodeSha256",
                            "ReservedConcurrentExecutions",
                            "ProvisionedConcurrencyConfig",
                            "LoggingConfig",
                            "EphemeralStorage",
                            "KmsKeyArn",
                            "RuntimeManagementConfig",
                            "PropagateTags",
                            "RolePath",
                            "AssumeRolePolicyDocument",
                            "VersionDescription",
                            "RecursiveLoop"),
                    "AWS::Serverless::HttpApi",
                    Set.of(
                            "Auth",
                            "CorsConfiguration",
                            "Name",
                            "Description",
                            "AccessLogSettings",
                            "DefaultRouteSettings",
                            "RouteSettings",
                            "Tags",
                            "DisableExecuteApiEndpoint",
                            "PropagateTags",
                            "FailOnWarnings"),
                    "AWS::Events::EventBus",
                    Set.of(
                            "Name",
                            "Description",
                            "Tags",
                            "Policy",
                            "KmsKeyIdentifier",
                            "DeadLetterConfig"),
                    "AWS::Events::Rule",
                    Set.of(
                            "Name",
                            "Description",
                            "EventBusName",
                            "EventPattern",
                            "State",
                            "Targets",
                            "RoleArn",
                            "Tags"),
                    "AWS::SQS::Queue",
                    Set.of(
                            "QueueName",
                            "MessageRetentionPeriod",
                            "VisibilityTimeout",
                            "KmsMasterKeyId",
                            "KmsDataKeyReusePeriodSeconds",
                            "SqsManagedSseEnabled",
                            "Tags",
                            "ReceiveMessageWaitTimeSeconds",
                            "RedrivePolicy",
                            "MaximumMessageSize"),
                    "AWS::S3::Bucket",
                    Set.of(
                            "BucketName",
                            "BucketEncryption",
                            "PublicAccessBlockConfiguration",
                            "OwnershipControls",
                            "VersioningConfiguration",
                            "LifecycleConfiguration",
                            "LoggingConfiguration",
                            "Tags",
                            "AccessControl"));

    /// Types that do not change what the functions do.
    private static final List<String> HARMLESS =
            List.of(
                    "AWS::IAM::",
                    "AWS::CloudWatch::",
                    "AWS::Budgets::",
                    "AWS::Logs::",
                    "AWS::Lambda::Permission",
                    "AWS::Lambda::Version",
                    "AWS::Lambda::Alias",
                    "AWS::S3::BucketPolicy",
                    "AWS::SQS::QueuePolicy",
                    "AWS::Events::EventBusPolicy",
                    "AWS::SNS::TopicPolicy",
                    "AWS::KMS::",
                    "AWS::XRay::",
                    "AWS::ApplicationInsights::",
                    "AWS::ResourceGroups::",
                    "AWS::CodeDeploy::");

    private Coverage() {}

    static boolean emulates(String type) {
        return EMULATED.containsKey(type);
    }

    static List<String> gaps(Set<String> types, Collection<Resource> resources) {
        var gaps = new TreeSet<String>();
        for (var type : types) {
            if (type.startsWith("AWS::Cognito::")) {
                gaps.add(
                        "AWS::Cognito: a token is `Bearer local:<clientId>` or `Bearer local:<clientId>:admin`");
            } else if (!emulates(type) && HARMLESS.stream().noneMatch(type::startsWith)) {
                gaps.add(type);
            }
        }
        for (var resource : resources) {
            var known = EMULATED.getOrDefault(resource.type(), Set.of());
            resource.properties()
                    .json()
                    .properties()
                    .forEach(entry -> {
                        if (!known.contains(entry.getKey())) {
                            gaps.add(resource.type() + " " + entry.getKey());
                        }
                    });
            if (resource.is("AWS::Events::Rule")) {
                resource.properties()
                        .items("Targets")
                        .forEach(t -> transformations("AWS::Events::Rule target", t, gaps));
            }
            if (resource.is("AWS::Serverless::Function")) {
                resource.properties()
                        .parts("Events")
                        .values()
                        .forEach(event -> eventGaps(event, gaps));
                destinationGaps(resource.properties(), gaps);
            }
        }
        return List.copyOf(gaps);
    }

    private static void transformations(String what, Properties target, Set<String> gaps) {
        for (var property : List.of("InputPath", "InputTransformer")) {
            if (target.has(property)) {
                gaps.add(what + " " + property);
            }
        }
    }

    /// SAM itself makes a queue or a topic for a destination with a type and no ARN.
    private static void destinationGaps(Properties function, Set<String> gaps) {
        var destinations = function.part("EventInvokeConfig").part("DestinationConfig");
        if (destinations.has("OnFailure")
                && destinations.part("OnFailure").text("Destination").isEmpty()) {
            gaps.add(
                    "AWS::Serverless::Function EventInvokeConfig OnFailure without Destination: SAM makes a queue or a topic, but the local cloud drops the failed event");
        }
        if (destinations.has("OnSuccess")) {
            gaps.add("AWS::Serverless::Function EventInvokeConfig OnSuccess");
        }
    }

    private static void eventGaps(Properties event, Set<String> gaps) {
        var type = event.text("Type").orElse("");
        var properties = event.part("Properties");
        switch (type) {
            case "HttpApi" -> {}
            case "EventBridgeRule", "CloudWatchEvent" -> {
                transformations(type + " event", properties, gaps);
            }
            case "DynamoDB" -> {
                if (properties.number("ParallelizationFactor", 1) != 1) {
                    gaps.add(
                            "DynamoDB event ParallelizationFactor above 1: each shard is read in order");
                }
                if (properties.has("TumblingWindowInSeconds")) {
                    gaps.add("DynamoDB event TumblingWindowInSeconds");
                }
            }
            case "Schedule", "ScheduleV2" -> {
                var expression =
                        properties
                                .text("Schedule")
                                .or(() -> properties.text("ScheduleExpression"))
                                .orElse("");
                if (!expression.startsWith("rate(")) {
                    gaps.add(
                            type
                                    + " event with cron(…) or at(…): it fires only if one rate is set for all schedules");
                }
            }
            default -> gaps.add("function event of type " + type);
        }
    }
}
