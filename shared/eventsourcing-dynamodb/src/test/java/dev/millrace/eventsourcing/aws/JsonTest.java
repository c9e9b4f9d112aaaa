package dev.millrace.eventsourcing.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Duration;
import java.time.MonthDay;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A value is read as it was written. Text that cannot be encoded is neither written nor read.
@DisplayNameGeneration(ReplaceUnderscores.class)
class JsonTest {
    record Note(String text) {}

    record Kept(Set<String> names, Map<Integer, List<Note>> notes, boolean isOpen) {}

    @Test
    void sets_lists_and_maps_are_read_as_they_were_written() {
        var kept = new Kept(Set.of("ada", "ben"), Map.of(7, List.of(new Note("hm"))), true);

        assertThat(Json.read(Json.write(kept), Kept.class)).isEqualTo(kept);
    }

    static Stream<Object> times() {
        var zoned = ZonedDateTime.parse("2026-11-30T17:05:04.000000300+01:00[Europe/Berlin]");
        return Stream.of(
                zoned,
                zoned.toInstant(),
                zoned.toOffsetDateTime(),
                zoned.toOffsetDateTime().toOffsetTime(),
                zoned.toLocalDateTime(),
                zoned.toLocalDate(),
                zoned.toLocalTime(),
                zoned.getOffset(),
                Duration.ofMillis(90_500),
                Period.ofMonths(14),
                Year.of(2026),
                YearMonth.of(2026, 11),
                MonthDay.of(11, 30));
    }

    @ParameterizedTest
    @MethodSource("times")
    void a_time_is_written_and_read_as_by_the_module_of_jackson(Object time)
            throws JsonProcessingException {
        var jackson = Json.MAPPER.rebuild().addModule(new JavaTimeModule()).build();

        var json = Json.write(time);

        assertThat(json).isEqualTo(jackson.writeValueAsString(time));
        assertThat((Object) Json.read(json, time.getClass()))
                .isEqualTo(jackson.readValue(json, time.getClass()));
    }

    @Test
    void a_zone_is_its_name() {
        var zone = ZoneId.of("Europe/Berlin");

        assertThat(Json.write(zone)).isEqualTo("\"Europe/Berlin\"");
        assertThat(Json.read(Json.write(zone), ZoneId.class)).isEqualTo(zone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "p\ud800!", "\udc00", "\udc00\ud800"})
    void half_a_character_is_not_written(String half) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.write(new Note(half)))
                .withMessageContaining("half a character");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "p\\ud800!", "\\udc00", "\\udc00\\ud800"})
    void half_a_character_is_not_read(String escape) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.read("{\"text\":\"" + escape + "\"}", Note.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\u202e", "e\u0301", "é", "\ud83c\udf9f", "\\ud800", "\"\n"})
    void any_other_text_is_read_as_it_was_written(String text) {
        assertThat(Json.read(Json.write(new Note(text)), Note.class)).isEqualTo(new Note(text));
    }
}
