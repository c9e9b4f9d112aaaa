package dev.millrace.functions.concerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.booking.Seat;
import dev.millrace.booking.dynamodb.BookingTables;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.TestAnswer;
import dev.millrace.eventsourcing.lambda.TestCall;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import dev.millrace.ticketing.BoxOffice;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `PUT /concerts/{concertId}` and `GET /concerts/{concertId}`.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ConcertsTest {
    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    private final LogLines lines = new LogLines();

    @BeforeEach
    void table() {
        BookingTables.seats(dynamoDb);
        dynamoDb.meter().reset();
    }

    @Test
    void a_new_concert_is_created_and_shown_with_prices_to_the_digit() {
        var answer = put("spring", seats("49.90", "0.00", "1000"));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().toString())
                .isEqualTo("{\"concertId\":\"spring\",\"currency\":\"EUR\",\"seats\":3}");
        assertThat(get("spring").body().toString())
                .isEqualTo(
                        """
                        {"concertId":"spring","currency":"EUR","seats":[\
                        {"row":1,"number":1,"price":"49.90","available":true},\
                        {"row":1,"number":2,"price":"0.00","available":true},\
                        {"row":1,"number":3,"price":"1000","available":true}]}\
                        """);
    }

    @Test
    void putting_the_same_seats_again_or_more_is_allowed() {
        put("spring", seats("49.90"));

        assertThat(put("spring", seats("49.90")).status()).isEqualTo(200);
        assertThat(put("spring", seats("49.90", "30.00")).status()).isEqualTo(200);
        assertThat(get("spring").body().path("seats")).hasSize(2);
    }

    @Test
    void seats_that_are_held_are_named_and_the_others_written() {
        put("spring", seats("49.90", "49.90", "49.90"));
        hold("spring", 2);

        var answer = put("spring", seats("10.00", "10.00", "10.00", "10.00"));

        assertThat(answer.problem()).isEqualTo("409 SEATS_HELD seats");
        assertThat(answer.body().path("seats").toString()).isEqualTo("[{\"row\":1,\"number\":2}]");
        assertThat(get("spring").body().path("seats").toString())
                .contains(
                        "{\"row\":1,\"number\":1,\"price\":\"10.00\",\"available\":true}",
                        "{\"row\":1,\"number\":2,\"price\":\"49.90\",\"available\":false}",
                        "{\"row\":1,\"number\":4,\"price\":\"10.00\",\"available\":true}");
    }

    @Test
    void the_currency_of_a_concert_stays() {
        put("spring", seats("49.90"));

        assertThat(put("spring", seats("49.90").replace("EUR", "USD")).problem())
                .isEqualTo("409 OTHER_CURRENCY currency");
        assertThat(get("spring").text("currency")).isEqualTo("EUR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "[admins]", "[superadmin]", "[a,admin]"})
    void a_caller_who_is_no_admin_is_rejected_and_nothing_is_written(String groups) {
        var call = call("PUT", "spring").json(seats("49.90")).claim("cognito:groups", groups);

        assertThat(answer(call).problem()).isEqualTo("403 FORBIDDEN");
        assertThat(dynamoDb.meter().calls()).isEmpty();
    }

    @Test
    void an_admin_who_is_in_several_groups_may_put() {
        var call = call("PUT", "spring").json(seats("49.90"));

        assertThat(answer(call.claim("cognito:groups", "[users admin]")).status()).isEqualTo(201);
    }

    @Test
    void any_client_may_see_a_concert_and_an_unknown_one_is_not_found() {
        put("spring", seats("49.90"));

        assertThat(get("spring").status()).isEqualTo(200);
        assertThat(get("autumn").problem()).isEqualTo("404 NOT_FOUND");
        assertThat(get("").problem()).isEqualTo("404 NOT_FOUND");
        assertThat(get("c".repeat(101)).problem()).isEqualTo("404 NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a#b", "ü 日本 🎟", "a/b", "Seat#00001", " "})
    void a_concert_may_have_any_id_of_1_to_100_characters(String id) {
        assertThat(put(id, seats("49.90")).status()).isEqualTo(201);
        assertThat(get(id).text("concertId")).isEqualTo(id);
        assertThat(put("c".repeat(100), seats("49.90")).status()).isEqualTo(201);
        assertThat(put("\ud83c\udf9f".repeat(100), seats("49.90")).status()).isEqualTo(201);
        assertThat(put("\ud83c\udf9f".repeat(101), seats("49.90")).status()).isEqualTo(400);
        assertThat(put("c\ud83c", seats("49.90")).status()).isEqualTo(400);
        assertThat(put("c".repeat(101), seats("49.90")).problem())
                .isEqualTo("400 INVALID_FIELD concertId");
    }

    @Test
    void a_call_takes_a_thousand_seats() {
        assertThat(put("spring", seats(prices(1_001))).problem())
                .isEqualTo("400 INVALID_FIELD seats");
        assertThat(put("spring", seats(prices(1_000))).status()).isEqualTo(201);
        assertThat(get("spring").body().path("seats")).hasSize(1_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"currency\":\"EUR\",\"seats\":[]} | 400 INVALID_FIELD seats",
                "{\"currency\":\"eur\",\"seats\":[{\"row\":1,\"number\":1,\"price\":\"1\"}]} | 400 INVALID_FIELD currency",
                "{\"currency\":\"EURO\",\"seats\":[{\"row\":1,\"number\":1,\"price\":\"1\"}]} | 400 INVALID_FIELD currency",
                "{\"seats\":[{\"row\":1,\"number\":1,\"price\":\"1\"}]} | 400 INVALID_FIELD currency",
                "{\"currency\":\"EUR\",\"seats\":[{\"row\":0,\"number\":1,\"price\":\"1\"}]} | 400 INVALID_FIELD seats[0].row",
                "{\"currency\":\"EUR\",\"seats\":[{\"row\":-1,\"number\":1,\"price\":\"1\"}]} | 400 INVALID_FIELD seats[0].row",
                "{\"currency\":\"EUR\",\"seats\":[{\"row\":1,\"number\":10001,\"price\":\"1\"}]} | 400 INVALID_FIELD seats[0].number",
                "{\"currency\":\"EUR\",\"seats\":[{\"row\":1,\"number\":1,\"price\":49.90}]} | 400 INVALID_FIELD seats[0].price",
                "{\"currency\":\"EUR\",\"seats\":[{\"row\":1,\"number\":1,\"price\":\"-1\"}]} | 400 INVALID_FIELD seats[0].price",
                "{\"currency\":\"EUR\",\"seats\":[{\"row\":1,\"number\":1,\"price\":\"1e3\"}]} | 400 INVALID_FIELD seats[0].price",
                "{\"currency\":\"EUR\",\"seats\":[{\"row\":1,\"number\":1,\"price\":\"\"}]} | 400 INVALID_FIELD seats[0].price",
                "{\"currency\":\"EUR\",\"seats\":[{\"row\":1,\"number\":1,\"price\":\"1.23456\"}]} | 400 INVALID_FIELD seats[0].price",
                "{\"currency\":\"EUR\",\"seats\":[{\"row\":1,\"number\":1,\"price\":\"0.001\"}]} | 400 INVALID_FIELD seats[0].price",
                "{\"currency\":\"JPY\",\"seats\":[{\"row\":1,\"number\":1,\"price\":\"100.5\"}]} | 400 INVALID_FIELD seats[0].price",
                "{\"currency\":\"ABC\",\"seats\":[{\"row\":1,\"number\":1,\"price\":\"1\"}]} | 400 INVALID_FIELD currency",
                "{\"currency\":\"XAU\",\"seats\":[{\"row\":1,\"number\":1,\"price\":\"1\"}]} | 400 INVALID_FIELD currency",
                "{\"currency\":\"EUR\",\"seats\":[{\"row\":1,\"number\":1}]} | 400 INVALID_FIELD seats[0].price",
                "{\"currency\":\"EUR\",\"seats\":[null]} | 400 INVALID_FIELD seats[0]",
                "{\"currency\":\"EUR\",\"seats\":[{\"row\":1,\"number\":1,\"price\":\"1\",\"vip\":true}]} | 400 UNKNOWN_FIELD seats[0].vip",
                "{\"currency\":\"EUR\",\"seats\":[{\"row\":1,\"number\":1,\"price\":\"1\"},{\"row\":1,\"number\":1,\"price\":\"2\"}]} | 422 DUPLICATE_SEATS seats[1]",
                "{\"currency\":\"EUR\" | 400 MALFORMED_JSON",
                "` ` | 400 EMPTY_BODY"
            })
    void a_wrong_request_is_explained_and_nothing_is_written(String body, String problem) {
        assertThat(put("spring", body).problem()).isEqualTo(problem);
        assertThat(dynamoDb.meter().calls()).isEmpty();
    }

    @Test
    void a_function_that_lacks_its_table_does_not_start() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Concerts(Map.of("AWS_REGION", "eu-west-1")))
                .withMessageContaining("SEATS_TABLE");
    }

    /// Seats of row 1 from number 1 on, at these prices.
    private static String seats(String... prices) {
        return IntStream.range(0, prices.length)
                .mapToObj(n ->
                        "{\"row\":1,\"number\":%s,\"price\":\"%s\"}".formatted(n + 1, prices[n]))
                .collect(Collectors.joining(",", "{\"currency\":\"EUR\",\"seats\":[", "]}"));
    }

    private static String[] prices(int count) {
        var prices = new String[count];
        Arrays.fill(prices, "49.90");
        return prices;
    }

    private void hold(String concert, int number) {
        var boxOffice =
                new BoxOffice(
                        dynamoDb.client(),
                        "Seats",
                        () -> LogLines.NOW,
                        Duration.ofHours(6),
                        _ -> {});
        boxOffice.hold("booking", concert, List.of(new Seat(1, number)));
    }

    private TestAnswer put(String concert, String body) {
        return answer(call("PUT", concert).claim("cognito:groups", "[admin]").json(body));
    }

    private TestAnswer get(String concert) {
        return answer(call("GET", concert));
    }

    private static TestCall call(String method, String concert) {
        return TestCall.to(method + " /concerts/{concertId}").by("ada").path("concertId", concert);
    }

    private TestAnswer answer(TestCall call) {
        var function =
                new Concerts(
                        new Platform(
                                lines.environment(Map.of("SEATS_TABLE", "Seats")),
                                TestRuntime.at(() -> LogLines.NOW),
                                dynamoDb::client));
        return TestAnswer.of(function.handle(call.event()));
    }
}
