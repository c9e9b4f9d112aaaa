package dev.millrace.local.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// CloudFormation's DescribeStacks. It returns the outputs of the one local stack, for any stack
/// name. In its protocol (Query), a request is a form and an answer is XML.
final class StackApi {
    private static final Pattern ASKED = Pattern.compile("(^|&)Action=DescribeStacks(&|$)");

    private final Map<String, String> outputs;

    StackApi(Map<String, String> outputs) {
        this.outputs = outputs;
    }

    /// Empty for any other request.
    Optional<Answer> answer(Request request) {
        if (!request.path().equals("/")) return Optional.empty();
        var form = new String(request.body(), StandardCharsets.UTF_8);
        return ASKED.matcher(form).find() ? Optional.of(stack()) : Optional.empty();
    }

    private Answer stack() {
        var members =
                outputs.entrySet().stream()
                        .map(output ->
                                "<member><OutputKey>%s</OutputKey><OutputValue>%s</OutputValue></member>"
                                        .formatted(
                                                escaped(output.getKey()),
                                                escaped(output.getValue())))
                        .collect(Collectors.joining());
        var body =
                """
                <DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">\
                <DescribeStacksResult><Stacks><member>\
                <StackName>local</StackName><StackStatus>CREATE_COMPLETE</StackStatus>\
                <CreationTime>%s</CreationTime><Outputs>%s</Outputs>\
                </member></Stacks></DescribeStacksResult></DescribeStacksResponse>
                """
                        .formatted(Instant.EPOCH, members);
        return new Answer(
                200,
                Map.of("content-type", List.of("text/xml")),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
