package dev.millrace;

import static dev.millrace.TemplateFile.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.TemplateFile.Resource;
import dev.millrace.TemplateFile.Value;
import dev.millrace.local.LocalCloudOptions;
import dev.millrace.local.functions.FunctionSpec;
import dev.millrace.local.template.Place;
import dev.millrace.local.template.Template;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// The environment that `sam local invoke` gives a function in a container. events/env.json has,
/// for all functions, the variables that only the local cloud knows. SAM computes the others.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SamLocalTest {
    private static final String API = "http://host.docker.internal:3000";
    private static final String DYNAMODB = "http://host.docker.internal:8000";
    private static final TemplateFile TEMPLATE = TemplateFile.read();

    @Test
    void a_container_gets_the_variables_of_functions_of_the_local_cloud() throws IOException {
        var told = new TreeMap<String, String>();
        var everyones =
                TEMPLATE.root().at("Globals", "Function", "Environment", "Variables").entries();
        for (var local : localFunctions()) {
            var variables = new TreeMap<>(everyones);
            variables.putAll(variables(TEMPLATE.named(Value.ref(local.id()))));
            variables.forEach((name, value) -> {
                if (!isParameter(value)) told.put(name, local.environment().get(name));
            });
        }
        told.replaceAll((name, value) -> name.startsWith("AWS_ENDPOINT_URL_") ? API : value);
        told.put("AWS_ENDPOINT_URL_DYNAMODB", DYNAMODB);

        var file = new JsonMapper().readTree(ROOT.resolve("events/env.json").toFile());
        assertThat(file).isEqualTo(new JsonMapper().valueToTree(Map.of("Parameters", told)));
    }

    /// Otherwise one value could not be right for all functions.
    @Test
    void a_variable_means_the_same_to_every_function() {
        var meanings = new TreeMap<String, Value>();
        for (var function : TEMPLATE.functions()) {
            variables(function)
                    .forEach((name, value) -> {
                        var first = meanings.putIfAbsent(name, value);
                        assertThat(first == null ? value : first)
                                .as("%s of %s", name, function)
                                .isEqualTo(value);
                    });
        }
    }

    /// The functions as if the local cloud listened where containers look for it.
    private static List<FunctionSpec> localFunctions() {
        var template = ROOT.resolve("template.yaml");
        var stack = LocalCloudOptions.of(template).stack();
        var place = new Place(stack, "eu-central-1", URI.create(API), URI.create(API));
        return FunctionSpec.all(Template.read(template, Map.of(), place), Map.of());
    }

    private static Map<String, Value> variables(Resource function) {
        return function.at("Environment", "Variables").entries();
    }

    private static boolean isParameter(Value value) {
        return TEMPLATE.root().at("Parameters").entries().keySet().stream()
                .anyMatch(parameter -> value.equals(Value.ref(parameter)));
    }
}
