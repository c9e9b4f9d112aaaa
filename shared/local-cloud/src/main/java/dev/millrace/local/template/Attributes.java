package dev.millrace.local.template;

import java.util.Map;
import java.util.Optional;

/// The values of `Ref` and `GetAtt` for each kind of resource: the names and ARNs that AWS would
/// give, with the region, account and addresses of this place.
final class Attributes {
    private static final Map<String, String> NAME_PROPERTY =
            Map.ofEntries(
                    Map.entry("AWS::DynamoDB::Table", "TableName"),
                    Map.entry("AWS::Serverless::Function", "FunctionName"),
                    Map.entry("AWS::Events::EventBus", "Name"),
                    Map.entry("AWS::Events::Rule", "Name"),
                    Map.entry("AWS::SQS::Queue", "QueueName"),
                    Map.entry("AWS::S3::Bucket", "BucketName"),
                    Map.entry("AWS::SNS::Topic", "TopicName"),
                    Map.entry("AWS::IAM::Role", "RoleName"),
                    Map.entry("AWS::Logs::LogGroup", "LogGroupName"));

    private final Place place;

    Attributes(Place place) {
        this.place = place;
    }

    static String nameProperty(String type) {
        return NAME_PROPERTY.getOrDefault(type, "");
    }

    Optional<String> pseudo(String name) {
        return switch (name) {
            case "AWS::Region" -> Optional.of(place.region());
            case "AWS::AccountId" -> Optional.of(Place.ACCOUNT);
            case "AWS::StackName" -> Optional.of(place.stack());
            case "AWS::StackId" ->
                    Optional.of(place.arn("cloudformation", "stack/" + place.stack() + "/local"));
            case "AWS::Partition" -> Optional.of("aws");
            case "AWS::URLSuffix" -> Optional.of("amazonaws.com");
            default -> Optional.empty();
        };
    }

    String ref(String type, String name) {
        return switch (type) {
            case "AWS::SQS::Queue" -> place.queueUrl(name);
            case "AWS::SNS::Topic" -> place.arn("sns", name);
            case "AWS::Serverless::HttpApi" -> "local";
            case "AWS::Cognito::UserPool" -> place.region() + "_local";
            default -> name;
        };
    }

    String get(String type, String name, String attribute) {
        return switch (attribute) {
            case "Arn", "TopicArn", "FunctionArn", "Alias", "Version" -> arn(type, name);
            case "StreamArn" -> arn(type, name) + "/stream/local";
            case "QueueUrl" -> place.queueUrl(name);
            case "ApiEndpoint" -> place.api().toString();
            case "ProviderURL" ->
                    "https://cognito-idp."
                            + place.region()
                            + ".amazonaws.com/"
                            + place.region()
                            + "_local";
            default -> name;
        };
    }

    private String arn(String type, String name) {
        return switch (type) {
            case "AWS::DynamoDB::Table" -> place.arn("dynamodb", "table/" + name);
            case "AWS::Serverless::Function" -> place.arn("lambda", "function:" + name);
            case "AWS::Events::EventBus" -> place.arn("events", "event-bus/" + name);
            case "AWS::Events::Rule" -> place.arn("events", "rule/" + name);
            case "AWS::SQS::Queue" -> place.arn("sqs", name);
            case "AWS::S3::Bucket" -> "arn:aws:s3:::" + name;
            case "AWS::SNS::Topic" -> place.arn("sns", name);
            case "AWS::Logs::LogGroup" -> place.arn("logs", "log-group:" + name + ":*");
            default -> "arn:aws:iam::" + Place.ACCOUNT + ":role/" + name;
        };
    }
}
