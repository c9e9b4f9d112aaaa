package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.LocalCloudOptions.Port;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class OptionsTest {
    @TempDir Path folder;
    private LocalCloudOptions options;

    @BeforeEach
    void template() {
        options =
                LocalCloudOptions.of(
                        Sandbox.template(folder, "Resources: {Bucket: {Type: AWS::S3::Bucket}}"));
    }

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static void rejected(LocalCloudOptions options, String message) {
        assertThatThrownBy(() -> LocalCloud.start(options))
                .isInstanceOf(LocalCloudException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void by_default_it_listens_only_on_the_loopback_address() throws Exception {
        try (var cloud = LocalCloud.start(options)) {
            for (var port : List.of(cloud.api().getPort(), cloud.dynamoDb().getPort())) {
                assertThat(reaches(InetAddress.getLoopbackAddress(), port)).isTrue();
                assertThat(addressesOfThisMachine())
                        .allSatisfy(address -> assertThat(reaches(address, port)).isFalse());
            }
        }
    }

    private static List<InetAddress> addressesOfThisMachine() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
    }

    private static boolean reaches(InetAddress address, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1_000);
            return true;
        } catch (IOException rejected) {
            return false;
        }
    }

    @Test
    void a_requested_port_that_is_in_use_is_an_error() throws Exception {
        try (var taken = taken()) {
            var port = Port.exactly(taken.getLocalPort());
            rejected(options.withApiPort(port), "port " + taken.getLocalPort() + ": is in use");
            rejected(options.withDynamoDbPort(port), "give another --dynamodb-port");
        }
    }

    @Test
    void a_default_port_that_is_in_use_is_replaced_by_the_next_free_one() throws Exception {
        try (var taken = taken();
                var cloud =
                        LocalCloud.start(
                                options.withApiPort(Port.from(taken.getLocalPort()))
                                        .withDynamoDbPort(Port.from(taken.getLocalPort())))) {
            assertThat(cloud.api().getPort()).isGreaterThan(taken.getLocalPort());
            assertThat(cloud.dynamoDb().getPort())
                    .isGreaterThan(taken.getLocalPort())
                    .isNotEqualTo(cloud.api().getPort());
        }
    }

    @Test
    void closing_frees_the_ports_and_the_data_folder() {
        var first = LocalCloud.start(options.withData(folder.resolve("data")));
        first.close();
        try (var second =
                LocalCloud.start(
                        options.withData(folder.resolve("data"))
                                .withApiPort(Port.exactly(first.api().getPort()))
                                .withDynamoDbPort(Port.exactly(first.dynamoDb().getPort())))) {
            assertThat(second.api()).isEqualTo(first.api());
        }
    }

    @Test
    void a_data_folder_can_be_used_by_only_one_cloud_at_a_time() {
        try (var first = LocalCloud.start(options.withData(folder.resolve("data")))) {
            assertThat(first.resource("Bucket")).isEqualTo("millrace-local-Bucket");
            rejected(options.withData(folder.resolve("data")), "another local cloud is using it");
        }
    }

    @Test
    void an_invalid_data_folder_is_an_error() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "");
        rejected(options.withData(file), "is not a folder");
        rejected(options.withData(file.resolve("below")), "cannot be written");
    }

    @Test
    void an_address_of_another_machine_is_an_error() {
        rejected(options.withBind("192.0.2.1"), "cannot listen on 192.0.2.1");
    }
}
