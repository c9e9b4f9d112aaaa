"""Does to template.yaml what CloudFormation does first, SAM's transform, looks for circles among what comes out of it, and
writes the OpenAPI body that the transform makes of the HTTP API, and the types of all resources.

Both fail a deployment only when it has begun, and no linter sees either: some parts (aliases, deployment groups, permissions) are
made by the transform alone.
"""

import graphlib
import json
import pathlib
import re
import sys
from unittest import mock

from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

SUBSTITUTE = re.compile(r"\$\{([^!}][^.}]*)[^}]*\}")


def transformed(path):
    """The template as CloudFormation gets it, archives taken for uploaded."""
    with open(path, encoding="utf-8") as file:
        template = yaml_parse(file.read())
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://bucket/key"
    session = mock.Mock(region_name="eu-central-1")
    return Translator({}, Parser(), boto_session=session).translate(template, {})


def references(part):
    """What a part of a template refers to, by its logical id."""
    if isinstance(part, list):
        for item in part:
            yield from references(item)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key == "Ref":
                yield value
            elif key == "Fn::GetAtt":
                yield value[0] if isinstance(value, list) else value.split(".")[0]
            elif key == "DependsOn":
                yield from [value] if isinstance(value, str) else value
            elif key == "Fn::Sub":
                yield from SUBSTITUTE.findall(value if isinstance(value, str) else value[0])
                yield from references(value)
            else:
                yield from references(value)


def computed(part):
    """A part of a template with a text in the place of each intrinsic function, as API Gateway gets none."""
    if isinstance(part, list):
        return [computed(item) for item in part]
    if not isinstance(part, dict):
        return part
    if len(part) == 1 and next(iter(part)).startswith(("Ref", "Fn::")):
        return "computed"
    return {key: computed(value) for key, value in part.items()}


def main():
    try:
        resources = transformed("template.yaml")["Resources"]
    except InvalidDocumentException as invalid:
        sys.exit("template.yaml: " + "; ".join(cause.message for cause in invalid.causes))
    graph = {name: set(references(body)) & resources.keys() - {name} for name, body in resources.items()}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as cycle:
        sys.exit("template.yaml: after SAM's transform these need each other: " + " -> ".join(cycle.args[1]))
    (body,) = (api["Properties"]["Body"] for api in resources.values() if api["Type"] == "AWS::ApiGatewayV2::Api")
    pathlib.Path("target/api.json").write_text(json.dumps(computed(body)), encoding="utf-8")
    types = sorted({resource["Type"] for resource in resources.values()})
    pathlib.Path("target/types.json").write_text(json.dumps(types), encoding="utf-8")
    print(f"template.yaml is {len(resources)} resources, and no circle among them")


main()
