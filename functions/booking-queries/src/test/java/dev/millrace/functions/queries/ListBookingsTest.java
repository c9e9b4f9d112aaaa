package dev.millrace.functions.queries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.dynamodb.Cursor;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.lambda.TestAnswer;
import dev.millrace.eventsourcing.lambda.TestCall;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `GET /bookings`.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ListBookingsTest {
    @RegisterExtension private final Counter counter = new Counter();

    @Test
    void a_client_without_bookings_gets_an_empty_list() {
        place("ada", 1);

        assertThat(counter.list("bob").body().toString()).isEqualTo("{\"bookings\":[]}");
    }

    @Test
    void a_booking_in_the_list_has_the_same_json_as_alone() {
        var id = place("ada", 1).getFirst();

        assertThat(counter.list("ada").body().path("bookings").path(0))
                .isEqualTo(counter.get("ada", id).body());
    }

    @Test
    void all_bookings_are_paged_newest_first_without_loss_or_repeat() {
        var placed = place("ada", 45);
        place("bob", 3);

        assertThat(pages("ada", null)).isEqualTo(placed.reversed());
        assertThat(pages("ada", "7")).isEqualTo(placed.reversed());
        assertThat(pages("ada", "100")).isEqualTo(placed.reversed());
        assertThat(ids(counter.list("ada"))).hasSize(20);
        assertThat(ids(page("ada", "1", null))).isEqualTo(List.of(placed.getLast()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "101",
                "1.5",
                "1e1",
                "",
                " ",
                "ten",
                "99999999999",
                "٣",
                "5,6",
                "+5"
            })
    void a_limit_is_a_number_from_1_to_100(String limit) {
        assertThat(page("ada", limit, null).problem()).isEqualTo("400 INVALID_FIELD limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "garbage", "%%%", "ü", "e30", "AAAA", "bnVsbA"})
    void a_text_that_is_no_cursor_is_rejected(String cursor) {
        assertThat(page("ada", null, cursor).problem()).isEqualTo("400 INVALID_FIELD cursor");
    }

    @Test
    void a_forged_cursor_shows_no_booking_of_another_client() {
        place("ada", 3);
        var bobs = place("bob", 1);
        var adas = page("ada", "1", null).text("cursor");
        var invented = new Cursor("9999-99-99T99:99:99.999Z", Ids.of("none")).text();

        assertThat(ids(page("bob", null, invented))).isEqualTo(bobs);
        assertThat(page("bob", null, adas).status()).isEqualTo(200);
        assertThat(bobs).containsAll(ids(page("bob", null, adas)));
    }

    private List<String> place(String client, int count) {
        var history = counter.history();
        return IntStream.range(0, count)
                .mapToObj(n -> {
                    var id = history.placed(client, "booking " + n, 1);
                    counter.catchUp(id);
                    return id;
                })
                .toList();
    }

    private List<String> pages(String client, @Nullable String limit) {
        var found = new ArrayList<String>();
        @Nullable String cursor = null;
        do {
            var page = page(client, limit, cursor);
            found.addAll(ids(page));
            cursor = page.text("cursor");
        } while (cursor != null);
        return found;
    }

    private TestAnswer page(String client, @Nullable String limit, @Nullable String cursor) {
        var call = TestCall.to("GET /bookings").by(client);
        if (limit != null) call.query("limit", limit);
        if (cursor != null) call.query("cursor", cursor);
        return counter.answer(call);
    }

    private static List<String> ids(TestAnswer page) {
        var ids = new ArrayList<String>();
        page.body().path("bookings").forEach(row -> ids.add(row.path("bookingId").asText()));
        return ids;
    }
}
