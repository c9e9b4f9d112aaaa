package com.acme.parcels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.parcels.ParcelRow.Status;
import com.acme.parcels.ParcelTable.Cursor;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.dynamodb.DynamoDbViewStore;
import dev.millrace.local.LocalDynamoDb;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The query of the view, on the table and the index of template.yaml.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ParcelTableTest {
    private static final Instant NOON = Instant.parse("2026-05-06T12:00:00Z");

    private final LocalDynamoDb dynamoDb = LocalDynamoDb.start(Path.of("template.yaml"));
    private final String name = dynamoDb.table("ParcelViewTable");
    private final ParcelTable table = new ParcelTable(dynamoDb.client(), name);

    @AfterEach
    void close() {
        dynamoDb.close();
    }

    @Test
    void a_recipient_sees_all_parcels_page_by_page_newest_first() {
        for (var n = 1; n <= 5; n++) save("p" + n, "ada", NOON.plusSeconds(n));
        save("p9", "ben", NOON);

        assertThat(pages("ada", 2))
                .containsExactly(List.of("p5", "p4"), List.of("p3", "p2"), List.of("p1"));
        assertThat(pages("ben", 2)).containsExactly(List.of("p9"));
    }

    @Test
    void parcels_of_one_instant_are_all_seen() {
        for (var n = 1; n <= 3; n++) save("p" + n, "ada", NOON);

        assertThat(pages("ada", 1).stream().flatMap(List::stream))
                .containsExactlyInAnyOrder("p1", "p2", "p3");
    }

    @Test
    void a_recipient_without_parcels_sees_none() {
        assertThat(table.byRecipient("ada", 20, null).parcels()).isEmpty();
    }

    @Test
    void a_cursor_is_read_as_it_was_written_and_any_other_text_is_rejected() {
        var cursor = new Cursor("2026-05-06T12:00:00.000Z", "p1");

        assertThat(Cursor.parse(cursor.text())).isEqualTo(cursor);
        for (var wrong : List.of("", "?", "cDE")) {
            assertThatThrownBy(() -> Cursor.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void save(String parcelId, String recipient, Instant registeredAt) {
        var row = new ParcelRow(parcelId, "acme", recipient, Status.REGISTERED, registeredAt, null);
        var rows = new DynamoDbViewStore<>(dynamoDb.client(), name, ParcelRow.VIEW);
        assertThat(rows.save(parcelId, new Row<>(row, 1), null)).isTrue();
    }

    private List<List<String>> pages(String recipient, int limit) {
        var pages = new ArrayList<List<String>>();
        var page = table.byRecipient(recipient, limit, null);
        pages.add(ids(page));
        while (page.next() != null) {
            page = table.byRecipient(recipient, limit, Cursor.parse(page.next().text()));
            if (!page.parcels().isEmpty()) pages.add(ids(page));
        }
        return pages;
    }

    private static List<String> ids(ParcelTable.Page page) {
        return page.parcels().stream().map(ParcelRow::parcelId).toList();
    }
}
