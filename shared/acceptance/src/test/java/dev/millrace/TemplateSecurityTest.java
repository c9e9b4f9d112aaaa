package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.TemplateFile.Resource;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The promises of docs/security.md about template.yaml that no other test checks.
@DisplayNameGeneration(ReplaceUnderscores.class)
class TemplateSecurityTest {
    private static final TemplateFile TEMPLATE = TemplateFile.read();

    @Test
    void nothing_triggers_the_functions_for_operators() {
        var untriggered =
                TEMPLATE.functions().stream()
                        .filter(function -> !function.at("Events").exists())
                        .map(Resource::id);
        assertThat(untriggered).containsOnly("BookingViewRebuild", "ProcessOperations");
        assertThat(TEMPLATE.all("AWS::Lambda::Permission")).isEmpty();
        assertThat(TEMPLATE.functions())
                .allSatisfy(f -> assertThat(f.at("FunctionUrlConfig").exists()).isFalse());
    }

    @Test
    void no_other_account_has_access() {
        assertThat(TEMPLATE.resources())
                .extracting(Resource::type)
                .doesNotContain("AWS::Events::EventBusPolicy", "AWS::SNS::TopicPolicy");
    }

    @Test
    void the_access_log_has_no_address_and_no_text_of_a_caller() {
        var format =
                TEMPLATE.all("AWS::Serverless::HttpApi")
                        .getFirst()
                        .at("AccessLogSettings", "Format");
        assertThat(format.text())
                .contains("$context.requestId")
                .doesNotContain("identity", "path", "protocol", "domain");
    }

    @Test
    void only_an_admin_creates_users_and_a_token_lasts_an_hour() {
        var pool = TEMPLATE.all("AWS::Cognito::UserPool").getFirst();
        var app = TEMPLATE.all("AWS::Cognito::UserPoolClient").getFirst();
        assertThat(pool.at("AdminCreateUserConfig", "AllowAdminCreateUserOnly").text())
                .isEqualTo("true");
        assertThat(pool.at("Policies", "PasswordPolicy", "MinimumLength").number())
                .isGreaterThanOrEqualTo(12);
        assertThat(app.at("ExplicitAuthFlows").texts()).doesNotContain("ALLOW_USER_PASSWORD_AUTH");
        assertThat(Stream.of("AccessToken", "IdToken"))
                .allSatisfy(token -> {
                    assertThat(app.at("TokenValidityUnits", token).text()).isEqualTo("hours");
                    assertThat(app.at(token + "Validity").number()).isEqualTo(1);
                });
    }
}
