package dev.millrace.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.LocalCloudException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The template's `Rules`, which constrain several parameters together. CloudFormation checks them
/// before it creates resources, and rejects parameters that break one.
final class Rules {
    /// Functions that look up a parameter's value in an AWS account.
    private static final Set<String> OF_AN_ACCOUNT =
            Set.of("Fn::RefAll", "Fn::ValueOf", "Fn::ValueOfAll");

    private Rules() {}

    /// Returns the rules that cannot be checked here, one line each.
    ///
    /// @throws LocalCloudException if a rule is broken; its message is the rule's own
    static List<String> check(TemplateSource source, Intrinsics intrinsics) {
        var unchecked = new ArrayList<String>();
        for (var rule : source.root().path("Rules").properties()) {
            var account = OF_AN_ACCOUNT.stream().filter(f -> uses(rule.getValue(), f)).findFirst();
            if (account.isPresent()) {
                unchecked.add("Rules " + rule.getKey() + ": not checked, it uses " + account.get());
            } else {
                check(rule.getKey(), rule.getValue(), source, intrinsics);
            }
        }
        return List.copyOf(unchecked);
    }

    private static void check(
            String name, JsonNode rule, TemplateSource source, Intrinsics intrinsics) {
        var condition = rule.path("RuleCondition");
        if (!condition.isMissingNode() && !intrinsics.truth(condition)) return;
        for (var assertion : rule.path("Assertions")) {
            if (intrinsics.truth(assertion.path("Assert"))) continue;
            var description = assertion.path("AssertDescription").asText("an assertion is false");
            throw new LocalCloudException(
                    "rule %s: %s (%s)"
                            .formatted(
                                    name,
                                    description.strip().replaceAll("\\s+", " "),
                                    source.at(rule)));
        }
    }

    private static boolean uses(JsonNode value, String function) {
        return value.findValue(function) != null;
    }
}
