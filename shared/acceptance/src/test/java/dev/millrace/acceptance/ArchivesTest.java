package dev.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.TemplateFile;
import dev.millrace.demo.ServiceClient;
import dev.millrace.local.LocalCloud;
import dev.millrace.local.LocalCloudOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The archives that are deployed, as `./millrace local` runs them. `mvn verify` builds them.
/// Without them, for example in `mvn test`, these tests are skipped.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ArchivesTest {
    private static final Path TEMPLATE = TemplateFile.ROOT.resolve("template.yaml");

    /// Only the commands sign in and assume roles. A function has the credentials of its role.
    @Test
    void no_function_contains_the_libraries_that_sign_in() throws IOException {
        assumeTrue(TemplateFile.archives().stream().allMatch(Files::exists), "they are not built");

        for (var archive : TemplateFile.archives()) {
            try (var zip = new ZipFile(archive.toFile())) {
                assertThat(zip.stream().map(ZipEntry::getName))
                        .anyMatch(name -> name.startsWith("lib/dynamodb-"))
                        .noneMatch(name -> name.matches("lib/(sso|ssooidc|signin|sts)-.*"));
            }
        }
    }

    @Test
    void every_function_contains_one_HTTP_client() throws IOException {
        assumeTrue(TemplateFile.archives().stream().allMatch(Files::exists), "they are not built");

        for (var archive : TemplateFile.archives()) {
            try (var zip = new ZipFile(archive.toFile())) {
                assertThat(zip.stream().map(ZipEntry::getName))
                        .filteredOn(name -> name.matches("lib/[a-z0-9-]+-client-\\d.*"))
                        .singleElement()
                        .asString()
                        .startsWith("lib/apache5-client-");
            }
        }
    }

    /// Maven makes the bill of materials before the archives. If it is offline, the old one stays.
    @Test
    void every_library_in_an_archive_is_in_the_bill_of_materials() throws IOException {
        var bill = TemplateFile.ROOT.resolve("target/millrace-sbom.json");
        assumeTrue(TemplateFile.archives().stream().allMatch(Files::exists), "they are not built");
        assumeTrue(Files.exists(bill), "Maven was offline");
        assumeTrue(isNewerThanEveryPom(bill), "Maven was offline since a pom.xml was changed");

        var named = new HashSet<String>();
        for (var component : new JsonMapper().readTree(bill.toFile()).path("components")) {
            var name = component.path("name").asText();
            named.add("lib/%s-%s.jar".formatted(name, component.path("version").asText()));
        }
        for (var archive : TemplateFile.archives()) {
            try (var zip = new ZipFile(archive.toFile())) {
                assertThat(
                                zip.stream()
                                        .map(ZipEntry::getName)
                                        .filter(name -> name.matches("lib/.+")))
                        .isNotEmpty()
                        .isSubsetOf(named);
            }
        }
    }

    private static boolean isNewerThanEveryPom(Path file) throws IOException {
        var made = Files.getLastModifiedTime(file);
        try (var files = Files.find(TemplateFile.ROOT, 3, (path, _) -> path.endsWith("pom.xml"))) {
            for (var pom : files.toList()) {
                if (Files.getLastModifiedTime(pom).compareTo(made) > 0) return false;
            }
        }
        return true;
    }

    @Test
    void a_booking_is_settled_by_functions_from_their_archives() {
        assumeTrue(TemplateFile.archives().stream().allMatch(Files::exists), "they are not built");

        try (var cloud = LocalCloud.start(LocalCloudOptions.of(TEMPLATE))) {
            var client =
                    new ServiceClient(
                            cloud.api(), cloud.eventBridge(), cloud.resource("Bus"), Thread::sleep);
            client.putConcert("packed", "49.90", 1);
            var booking = client.book("ada", "packed", 1);
            client.pay("ada", "payment-1", booking, "49.90");

            assertThat(client.await("ada", booking, "SETTLED")).isEqualTo("SETTLED");
            assertThat(cloud.notEmulated()).noneMatch(gap -> gap.startsWith("function "));
        }
    }

    /// The archive that users without a checkout run. Nothing else is on its class path.
    @Test
    void the_commands_are_one_archive_that_runs_a_function() throws Exception {
        var cli =
                TemplateFile.ROOT.resolve("shared/cli/target/millrace-cli-0.1.0-SNAPSHOT-all.jar");
        assumeTrue(Files.exists(cli), "it is not built");
        assumeTrue(TemplateFile.archives().stream().allMatch(Files::exists), "they are not built");

        var process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-jar",
                                cli.toString(),
                                "invoke",
                                "BookingExpiry",
                                "events/BookingExpiry/sweep.json",
                                "--template=template.yaml")
                        .directory(TemplateFile.ROOT.toFile())
                        .redirectErrorStream(true)
                        .start();
        var output = process.inputReader().readAllAsString();

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("\"expired\":0").doesNotContain("sqlite");
    }
}
