package dev.millrace.functions.commands;

import static dev.millrace.functions.commands.Desk.cancel;
import static dev.millrace.functions.commands.Desk.place;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls with the same key and body get the same booking and the same answer, for one write each.
@DisplayNameGeneration(ReplaceUnderscores.class)
class IdempotencyKeyTest {
    @RegisterExtension private final Desk desk = new Desk();

    @Test
    void placing_costs_one_put_of_one_unit() {
        desk.answer(place("ada"));
        desk.answer(place("ada", "key"));

        assertThat(desk.meter().calls()).containsExactly("putItem", "putItem");
        assertThat(desk.meter().units()).isEqualTo(2);
    }

    @Test
    void a_repeat_gets_the_same_booking_for_one_write_warm_and_cold() {
        var first = desk.answer(place("ada", "key"));
        desk.meter().reset();

        assertThat(desk.answer(place("ada", "key"))).isEqualTo(first);
        desk.startCold();
        assertThat(desk.answer(place("ada", "key"))).isEqualTo(first);

        assertThat(desk.meter().calls()).containsExactly("putItem", "putItem");
        assertThat(desk.commits(id(first.text("bookingId")))).hasSize(1);
    }

    @Test
    void a_repeat_gets_the_first_answer_even_if_the_booking_has_changed() {
        var first = desk.answer(place("ada", "key"));
        var id = id(first.text("bookingId"));
        desk.answer(cancel("ada", id));
        desk.meter().reset();

        assertThat(desk.answer(place("ada", "key"))).isEqualTo(first);
        assertThat(desk.meter().calls()).containsExactly("putItem");
        desk.startCold();
        assertThat(desk.answer(place("ada", "key"))).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"seats\":[{\"number\":1,\"row\":1},{\"number\":2,\"row\":1}],\"concertId\":\"spring\"}",
                " {\n\t\"concertId\" : \"spring\",\r\n \"seats\" : [ {\"row\":1, \"number\":1}, {\"row\":1,\"number\":2} ] } ",
                "{\"concertId\":\"\\u0073pring\",\"seats\":[{\"row\":1,\"number\":1},{\"row\":1,\"number\":2}]}"
            })
    void a_body_written_in_another_way_is_the_same_body(String body) {
        var first = desk.answer(place("ada", "key"));

        assertThat(desk.answer(place("ada", "key").json(body))).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"concertId\":\"autumn\",\"seats\":[{\"row\":1,\"number\":1},{\"row\":1,\"number\":2}]}",
                "{\"concertId\":\"spring\",\"seats\":[{\"row\":1,\"number\":1}]}",
                "{\"concertId\":\"spring\",\"seats\":[{\"row\":1,\"number\":1},{\"row\":2,\"number\":1}]}",
                "{\"concertId\":\"Spring\",\"seats\":[{\"row\":1,\"number\":1},{\"row\":1,\"number\":2}]}"
            })
    void another_body_under_the_key_is_rejected_and_changes_nothing(String body) {
        var first = desk.answer(place("ada", "key"));
        desk.meter().reset();

        assertThat(desk.answer(place("ada", "key").json(body)).problem())
                .isEqualTo("422 IDEMPOTENCY_KEY_REUSED Idempotency-Key");
        desk.startCold();
        assertThat(desk.answer(place("ada", "key").json(body)).status()).isEqualTo(422);

        assertThat(desk.meter().calls()).containsExactly("putItem", "putItem");
        assertThat(desk.commits(id(first.text("bookingId")))).hasSize(1);
        assertThat(desk.answer(place("ada", "key"))).isEqualTo(first);
    }

    @Test
    void two_clients_may_choose_the_same_key() {
        var adas = desk.answer(place("ada", "key"));
        var bobs = desk.answer(place("bob", "key"));

        assertThat(bobs.status()).isEqualTo(202);
        assertThat(bobs.text("bookingId")).isNotEqualTo(adas.text("bookingId"));
    }

    @Test
    void the_ids_of_different_clients_and_keys_never_collide() {
        assertThat(desk.answer(place("ada", "b-key")).text("bookingId"))
                .isNotEqualTo(desk.answer(place("ada" + "b", "-key")).text("bookingId"));
        assertThat(desk.answer(place("ada", "key")).text("bookingId"))
                .isNotEqualTo(desk.answer(place("ada", "KEY")).text("bookingId"));
        assertThat(desk.answer(place("ada", "key-2")).text("bookingId"))
                .isNotEqualTo(desk.answer(place("ada").requestId("key-2")).text("bookingId"));
    }

    @Test
    void a_key_has_1_to_255_visible_characters() {
        for (var good : new String[] {"k", "k".repeat(255), "\"8e03978e-40d5-43dd\"", "!~"})
            assertThat(desk.answer(place("ada", good)).status()).as(good).isEqualTo(202);
        desk.meter().reset();

        for (var bad : new String[] {"", " ", "a b", "k".repeat(256), "schlüssel", "a\nb", "🎟"})
            assertThat(desk.answer(place("ada", bad)).problem())
                    .as(bad)
                    .isEqualTo("400 INVALID_FIELD Idempotency-Key");
        assertThat(desk.meter().calls()).isEmpty();
    }

    @Test
    void a_repeat_after_the_booking_expired_holds_nothing_again() {
        var id = id(desk.answer(place("ada", "key")).text("bookingId"));
        var history = desk.history();
        history.confirmed(id, history.clock().instant(), "49.90");
        history.clock().advance(Duration.ofDays(3));
        history.expired(id);

        assertThat(desk.answer(place("ada", "key")).text("status"))
                .isEqualTo("AWAITING_CONFIRMATION");
        assertThat(desk.commits(id)).hasSize(3);
    }

    private static String id(@Nullable String id) {
        return String.valueOf(id);
    }
}
