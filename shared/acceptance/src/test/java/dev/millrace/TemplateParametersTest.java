package dev.millrace;

import static dev.millrace.TemplateFile.ROOT;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.local.LocalCloudException;
import dev.millrace.local.template.Place;
import dev.millrace.local.template.Properties;
import dev.millrace.local.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/// What the parameters of template.yaml change, and which of them need each other.
@DisplayNameGeneration(ReplaceUnderscores.class)
class TemplateParametersTest {
    private static final TemplateFile WRITTEN = TemplateFile.read();
    private static final String TOPIC = "NotificationTopic=arn:aws:sns:eu-central-1:1:t";
    private static final String KEY = "NotificationTopicKey=arn:aws:kms:eu-central-1:1:key/k";

    /// The template with these parameters.
    private static Template with(String... parameters) {
        var overrides = new HashMap<String, String>();
        for (var parameter : parameters) {
            var sides = parameter.split("=", 2);
            overrides.put(sides[0], sides[1]);
        }
        var address = URI.create("http://127.0.0.1:3000");
        var place = new Place("millrace", "eu-central-1", address, address);
        return Template.read(ROOT.resolve("template.yaml"), overrides, place);
    }

    @ParameterizedTest
    @CsvSource({
        "JwtIssuer=https://issuer.example, JwtIssuer needs JwtAudience",
        "JwtAudience=booking, JwtAudience needs JwtIssuer",
        "NotificationTopicKey=arn:aws:kms:eu-central-1:1:key/k, NotificationTopicKey needs NotificationTopic",
        "MonthlyBudget=100, MonthlyBudget needs BudgetEmail",
        "BudgetEmail=ops@example.com, BudgetEmail needs MonthlyBudget",
    })
    void one_without_its_partner_is_rejected_in_one_line(String parameter, String message) {
        assertThatThrownBy(() -> with(parameter))
                .isInstanceOf(LocalCloudException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void those_that_need_each_other_are_accepted_together() {
        assertThat(with("JwtIssuer=https://issuer.example", "JwtAudience=booking").ref("UserPool"))
                .isEmpty();
        assertThat(with(TOPIC, KEY).ref("NotificationsKeyPolicy")).isPresent();
    }

    @Nested
    class A_key_of_the_topic {
        @Test
        void is_granted_if_there_is_one() {
            assertThat(with().ref("NotificationsKeyPolicy")).isEmpty();
            assertThat(with(TOPIC).ref("NotificationsKeyPolicy")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"alias/aws/sns", "arn:aws:kms:eu-central-1:1:alias/own", "k"})
        void is_named_by_its_ARN(String key) {
            assertThatThrownBy(() -> with(TOPIC, "NotificationTopicKey=" + key))
                    .hasMessageContaining("must be the ARN of a KMS key and not of an alias");
        }
    }

    @Nested
    class A_page_of_another_origin {
        private static final JsonNode OPENAPI = openApi();

        @Test
        void may_not_call_unless_its_origin_is_named() {
            assertThat(cors().json()).isEmpty();
            assertThat(
                            cors("AllowedOrigins=https://shop.example,http://localhost:5173")
                                    .texts("AllowOrigins"))
                    .containsExactly("https://shop.example", "http://localhost:5173");
        }

        /// A browser never sends an origin with a path or a final slash. A wildcard would allow
        /// every page.
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "*",
                    "https://*",
                    "https://shop.example/",
                    "https://shop.example, https://b",
                    "shop.example",
                    "https://Shop.example"
                })
        void has_an_origin_as_browsers_send_it(String origins) {
            assertThatThrownBy(() -> cors("AllowedOrigins=" + origins))
                    .hasMessageContaining("must be origins as browsers send them");
        }

        @Test
        void may_use_every_method_of_the_API_and_no_other() {
            assertThat(Set.copyOf(allowed("AllowMethods")))
                    .isEqualTo(
                            WRITTEN.events("HttpApi").stream()
                                    .map(event -> event.at("Method").text())
                                    .collect(toSet()));
        }

        @Test
        void may_send_every_header_that_the_API_accepts_and_no_other() {
            var taken = new HashSet<>(Set.of("authorization", "content-type"));
            for (var parameter : OPENAPI.findParents("in")) {
                if (parameter.path("in").asText().equals("header"))
                    taken.add(lowerCase(parameter.path("name").asText()));
            }
            assertThat(taken).contains("idempotency-key");
            assertThat(lowerCase(allowed("AllowHeaders"))).isEqualTo(taken);
        }

        @Test
        void may_read_every_header_of_an_answer_and_no_other() {
            var answered = new HashSet<String>();
            for (var headers : OPENAPI.findValues("headers")) {
                headers.fieldNames().forEachRemaining(name -> answered.add(lowerCase(name)));
            }
            assertThat(answered).contains("location");
            assertThat(lowerCase(allowed("ExposeHeaders"))).isEqualTo(answered);
        }

        /// The page sets the header with the token, so no cookie is needed.
        @Test
        void sends_no_credentials_of_the_browser() {
            assertThat(cors("AllowedOrigins=https://shop.example").has("AllowCredentials"))
                    .isFalse();
        }

        private static List<String> allowed(String property) {
            return cors("AllowedOrigins=https://shop.example").texts(property);
        }

        private static Properties cors(String... parameters) {
            var api = with(parameters).all("AWS::Serverless::HttpApi").getFirst();
            return api.properties().part("CorsConfiguration");
        }

        private static JsonNode openApi() {
            try (var reader = Files.newBufferedReader(ROOT.resolve("openapi.yaml"))) {
                return new JsonMapper().valueToTree(new Yaml().load(reader));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Set<String> lowerCase(List<String> names) {
            return names.stream().map(A_page_of_another_origin::lowerCase).collect(toSet());
        }

        private static String lowerCase(String name) {
            return name.toLowerCase(Locale.ROOT);
        }
    }

    @Nested
    class A_budget {
        @Test
        void is_made_if_an_amount_is_set() {
            assertThat(with().ref("Budget")).isEmpty();
            assertThat(with("MonthlyBudget=100", "BudgetEmail=ops@example.com").ref("Budget"))
                    .isPresent();
        }

        @Test
        void reports_actual_and_forecasted_costs() {
            var budget = WRITTEN.all("AWS::Budgets::Budget").getFirst();
            assertThat(budget.at("Budget", "BudgetLimit", "Amount"))
                    .isEqualTo(TemplateFile.Value.ref("MonthlyBudget"));
            var told = budget.at("NotificationsWithSubscribers").items();
            assertThat(told)
                    .extracting(one -> one.at("Notification", "NotificationType").text())
                    .containsExactlyInAnyOrder("ACTUAL", "FORECASTED");
            assertThat(told)
                    .allSatisfy(one -> {
                        assertThat(one.at("Subscribers", 0, "Address"))
                                .isEqualTo(TemplateFile.Value.ref("BudgetEmail"));
                    });
        }

        /// CloudFormation replaces a budget when its subscriber changes. The new budget could not
        /// have the same name.
        @Test
        void has_no_name_of_its_own() {
            var budget = WRITTEN.all("AWS::Budgets::Budget").getFirst();
            assertThat(budget.at("Budget", "BudgetName").exists()).isFalse();
        }
    }

    /// docs/costs.md has the price of the default tier, the only one that user pools once had.
    @Test
    void the_user_pool_has_the_tier_of_the_parameter() throws IOException {
        var pool = WRITTEN.all("AWS::Cognito::UserPool").getFirst();
        assertThat(pool.at("UserPoolTier")).isEqualTo(TemplateFile.Value.ref("UserPoolTier"));
        assertThat(with().ref("UserPoolTier")).contains("ESSENTIALS");
        assertThat(Files.readString(ROOT.resolve("docs/costs.md")))
                .containsPattern("monthly active user of the\\s+Essentials tier");
    }

    @Test
    void a_deployment_tags_its_resources_with_service_and_stage() throws IOException {
        var settings = Files.readString(ROOT.resolve("samconfig.toml"));
        var deployments =
                Pattern.compile("\\[(\\w+)\\.deploy\\.parameters]\\n((?:[^\\n\\[]+\\n)+)")
                        .matcher(settings)
                        .results()
                        .toList();
        assertThat(deployments).hasSize(2);
        for (var deployment : deployments) {
            var stage = deployment.group(1).equals("default") ? "prod" : deployment.group(1);
            assertThat(deployment.group(2)).contains("\ntags = \"Service=millrace Stage=" + stage);
        }
    }
}
