package dev.millrace;

import static dev.millrace.TemplateFile.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.TemplateFile.Value;
import dev.millrace.local.LocalCloudOptions;
import dev.millrace.local.functions.FunctionSpec;
import dev.millrace.local.template.Place;
import dev.millrace.local.template.Template;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// What `sam local invoke` tells a function in a container: events/env.json holds, for all
/// functions at once, what only `./millrace local` can know. The rest SAM reads in template.yaml.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SamLocalTest {
    private static final String ENDPOINT = "AWS_ENDPOINT_URL_";
    private static final URI API = URI.create("http://host.docker.internal:3000");
    private static final URI DYNAMODB = URI.create("http://host.docker.internal:8000");
    private static final Path FILE = ROOT.resolve("template.yaml");
    private static final TemplateFile TEMPLATE = TemplateFile.read();

    @Test
    void a_function_in_a_container_is_given_the_names_and_addresses_of_the_local_cloud()
            throws IOException {
        var known = new TreeMap<String, String>();
        declared(TEMPLATE.root().at("Globals", "Function")).keySet().stream()
                .filter(name -> name.startsWith(ENDPOINT))
                .forEach(name -> known.put(name, endpoint(name)));
        for (var function : localFunctions()) {
            declared(TEMPLATE.named(Value.ref(function.id())).body().at("Properties"))
                    .forEach((name, value) -> {
                        if (isResource(value)) known.put(name, function.environment().get(name));
                    });
        }

        assertThat(environmentOfAll()).isNotEmpty().isEqualTo(known);
    }

    /// One value for all functions can only be right where a name means the same to each.
    @Test
    void a_variable_means_the_same_in_each_function() {
        var meanings = new TreeMap<String, Value>();
        for (var function : TEMPLATE.functions()) {
            declared(function.body().at("Properties"))
                    .forEach((name, value) -> {
                        assertThat(value)
                                .as("%s of %s", name, function)
                                .isEqualTo(meanings.getOrDefault(name, value));
                        meanings.put(name, value);
                    });
        }
    }

    private static Iterable<FunctionSpec> localFunctions() {
        var place = new Place(LocalCloudOptions.of(FILE).stack(), "eu-central-1", API);
        return FunctionSpec.all(Template.read(FILE, Map.of(), place), Map.of());
    }

    private static Map<String, Value> declared(Value properties) {
        return properties.at("Environment", "Variables").entries();
    }

    private static boolean isResource(Value value) {
        return TEMPLATE.resources().stream()
                .anyMatch(resource -> Value.ref(resource.id()).equals(value));
    }

    private static String endpoint(String variable) {
        return (variable.equals(ENDPOINT + "DYNAMODB") ? DYNAMODB : API).toString();
    }

    private static Map<String, String> environmentOfAll() throws IOException {
        var file = ROOT.resolve("events/env.json").toFile();
        var all =
                new JsonMapper()
                        .readValue(file, new TypeReference<Map<String, Map<String, String>>>() {});
        assertThat(all).containsOnlyKeys("Parameters");
        return all.getOrDefault("Parameters", Map.of());
    }
}
