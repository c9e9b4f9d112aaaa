package dev.millrace.functions.commands;

import static dev.millrace.functions.commands.Desk.BODY;
import static dev.millrace.functions.commands.Desk.place;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.BookingEvent.BookingPlaced;
import dev.millrace.booking.Seat;
import dev.millrace.eventsourcing.lambda.TestCall;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `POST /bookings`.
@DisplayNameGeneration(ReplaceUnderscores.class)
class PlaceBookingTest {
    @RegisterExtension private final Desk desk = new Desk();

    @Test
    void an_accepted_booking_is_answered_with_its_location() {
        var answer = desk.answer(place("ada").requestId("request-7"));

        var id = String.valueOf(answer.text("bookingId"));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.headers())
                .containsOnly(
                        Map.entry("content-type", "application/json"),
                        Map.entry("location", "/bookings/" + id));
        assertThat(answer.body().toString())
                .isEqualTo(
                        "{\"bookingId\":\"%s\",\"status\":\"AWAITING_CONFIRMATION\"}"
                                .formatted(id));
        assertThat(desk.commits(id))
                .singleElement()
                .satisfies(commit -> {
                    assertThat(commit.events())
                            .containsExactly(
                                    new BookingPlaced(
                                            "ada",
                                            "spring",
                                            List.of(new Seat(1, 1), new Seat(1, 2))));
                    assertThat(commit.by()).isEqualTo("http PlaceBooking");
                    assertThat(commit.correlationId()).isEqualTo("request-7");
                    assertThat(commit.causationId()).isNull();
                });
    }

    @Test
    void every_call_places_another_booking() {
        assertThat(desk.answer(place("ada")).text("bookingId"))
                .isNotEqualTo(desk.answer(place("ada")).text("bookingId"));
    }

    @Test
    void a_call_that_the_gateway_delivers_twice_places_one() {
        var first = desk.answer(place("ada").requestId("request-7"));

        assertThat(desk.answer(place("ada").requestId("request-7"))).isEqualTo(first);
    }

    @Test
    void a_body_in_base64_is_the_same_body() {
        var base64 = Base64.getEncoder().encodeToString(BODY.getBytes(UTF_8));
        var first = desk.answer(place("ada", "key"));

        assertThat(desk.answer(place("ada", "key").body(base64, true))).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"concertId\":\"spring\",\"seats\":[]} | 422 NO_SEATS seats",
                "{\"concertId\":\"spring\",\"seats\":[{\"row\":1,\"number\":1},{\"number\":1,\"row\":1}]} | 422 DUPLICATE_SEATS seats",
                "{\"concertId\":\"\",\"seats\":[{\"row\":1,\"number\":1}]} | 400 INVALID_FIELD concertId",
                "{\"concertId\":null,\"seats\":[{\"row\":1,\"number\":1}]} | 400 INVALID_FIELD concertId",
                "{\"seats\":[{\"row\":1,\"number\":1}]} | 400 INVALID_FIELD concertId",
                "{\"concertId\":\"spring\"} | 400 INVALID_FIELD seats",
                "{\"concertId\":\"spring\",\"seats\":[null]} | 400 INVALID_FIELD seats[0]",
                "{\"concertId\":\"spring\",\"seats\":[{\"row\":1}]} | 400 INVALID_FIELD seats[0].number",
                "{\"concertId\":\"spring\",\"seats\":[{\"row\":\"1\",\"number\":1}]} | 400 INVALID_FIELD seats[0].row",
                "{\"concertId\":\"spring\",\"seats\":[{\"row\":1,\"number\":1,\"vip\":1}]} | 400 UNKNOWN_FIELD seats[0].vip",
                "{\"concertId\":\"spring\",\"seats\":[{\"row\":1,\"number\":1}],\"clientId\":\"eve\"} | 400 UNKNOWN_FIELD clientId",
                "{\"concertId\":\"\\ud83c\",\"seats\":[{\"row\":1,\"number\":1}]} | 400 INVALID_FIELD concertId",
                "{\"concertId\":\"spring\" | 400 MALFORMED_JSON",
                "null | 400 MALFORMED_JSON",
                "` ` | 400 EMPTY_BODY"
            })
    void a_wrong_request_is_explained(String body, String problem) {
        assertThat(desk.answer(place("ada").json(body)).problem()).isEqualTo(problem);
        assertThat(desk.meter().calls()).isEmpty();
    }

    @Test
    void a_booking_has_ten_seats_at_most_and_a_concert_id_a_hundred_characters() {
        assertThat(desk.answer(place("ada").json(body("spring", 10))).status()).isEqualTo(202);
        assertThat(desk.answer(place("ada").json(body("spring", 11))).problem())
                .isEqualTo("422 TOO_MANY_SEATS seats");
        assertThat(desk.answer(place("ada").json(body("c".repeat(100), 1))).status())
                .isEqualTo(202);
        assertThat(desk.answer(place("ada").json(body("c".repeat(101), 1))).problem())
                .isEqualTo("400 INVALID_FIELD concertId");
        assertThat(desk.answer(place("ada").json(body("\ud83c\udf9f".repeat(100), 1))).status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({"0,1,row", "-1,1,row", "10001,1,row", "1,0,number", "1,10001,number"})
    void a_seat_that_no_concert_has_is_rejected_at_once(int row, int number, String field) {
        var seat =
                "{\"concertId\":\"spring\",\"seats\":[{\"row\":%s,\"number\":%s}]}"
                        .formatted(row, number);

        assertThat(desk.answer(place("ada").json(seat)).problem())
                .isEqualTo("400 INVALID_FIELD seats[0]." + field);
    }

    @Test
    void a_booking_needs_a_token_a_body_and_a_content_type() {
        var anonymous = TestCall.to("POST /bookings").json(BODY);
        var bodiless =
                TestCall.to("POST /bookings").by("ada").header("content-type", "application/json");

        assertThat(desk.answer(anonymous).problem()).isEqualTo("403 NO_SUBJECT");
        assertThat(desk.answer(bodiless).problem()).isEqualTo("400 EMPTY_BODY");
        assertThat(desk.answer(place("ada").header("content-type", "text/plain")).problem())
                .isEqualTo("415 UNSUPPORTED_MEDIA_TYPE");
        assertThat(desk.answer(place("ada").json("x".repeat(300_000))).problem())
                .isEqualTo("413 BODY_TOO_LARGE");
        assertThat(desk.answer(TestCall.to("PATCH /bookings").by("ada").json(BODY)).problem())
                .isEqualTo("404 NOT_FOUND");
    }

    @Test
    void a_command_is_logged_without_anything_of_its_body() {
        var answer = desk.answer(place("ada", "key-of-ada").requestId("request-7"));

        assertThat(desk.lines().of("command"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("correlation_id").asText()).isEqualTo("request-7");
                    assertThat(line.path("entity").asText())
                            .isEqualTo("Booking#" + answer.text("bookingId"));
                    assertThat(line.path("command").asText()).isEqualTo("PlaceBooking");
                    assertThat(line.path("outcome").asText()).isEqualTo("ACCEPTED");
                    assertThat(line.path("duration_ms").isNumber()).isTrue();
                    assertThat(line.has("process")).isFalse();
                });
        assertThat(desk.lines().text()).doesNotContain("spring").doesNotContain("key-of-ada");
    }

    private static String body(String concert, int seats) {
        var text = new StringBuilder("{\"concertId\":\"" + concert + "\",\"seats\":[");
        for (var number = 1; number <= seats; number++)
            text.append(number == 1 ? "" : ",").append("{\"row\":1,\"number\":" + number + "}");
        return text.append("]}").toString();
    }
}
