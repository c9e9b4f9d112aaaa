package dev.millrace.eventsourcing;

import static dev.millrace.eventsourcing.TypeNames.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TypeNamesTest {

    sealed interface Shape {
        record Circle(int radius) implements Shape {}

        sealed interface Angular extends Shape {
            record Square(int side) implements Angular {}
        }
    }

    private final TypeNames<Shape> shapes =
            TypeNames.of(
                    Shape.class,
                    named(
                            "circle",
                            Shape.Circle.class,
                            TypeNamesTest::widthWasText,
                            TypeNamesTest::radiusWasWidth),
                    named("square", Shape.Angular.Square.class));

    @Test
    void a_record_is_found_by_its_name_and_a_name_by_its_record() {
        assertThat(shapes.nameOf(new Shape.Circle(1))).isEqualTo("circle");
        assertThat(shapes.withName("square").type()).isEqualTo(Shape.Angular.Square.class);
        assertThat(shapes.names()).containsExactlyInAnyOrder("circle", "square");
    }

    @Test
    void an_unknown_name_fails() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shapes.withName("triangle"))
                .withMessage("Shape has no triangle");
    }

    @Test
    void a_nested_record_without_a_name_fails() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TypeNames.of(Shape.class, named("circle", Shape.Circle.class)))
                .withMessage("Shape has no name for [Square]");
    }

    @Test
    void a_name_used_twice_fails() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        TypeNames.of(
                                Shape.class,
                                named("circle", Shape.Circle.class),
                                named("circle", Shape.Angular.Square.class)))
                .withMessageContaining("Shape has a name or a class twice");
    }

    @Test
    void a_record_named_twice_fails() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        TypeNames.of(
                                Shape.class,
                                named("circle", Shape.Circle.class),
                                named("ring", Shape.Circle.class),
                                named("square", Shape.Angular.Square.class)))
                .withMessageContaining("Shape has a name or a class twice");
    }

    @Test
    void old_data_is_lifted_version_by_version() {
        var circle = shapes.withName("circle");

        assertThat(circle.version()).isEqualTo(3);
        assertThat(circle.lift(1, Map.of("width", "10"))).isEqualTo(Map.of("radius", 5));
        assertThat(circle.lift(2, Map.of("width", 10))).isEqualTo(Map.of("radius", 5));
        assertThat(circle.lift(3, Map.of("radius", 5))).isEqualTo(Map.of("radius", 5));
        assertThat(shapes.withName("square").version()).isEqualTo(1);
    }

    @Test
    void data_of_newer_code_is_rejected() {
        var circle = shapes.withName("circle");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> circle.lift(4, Map.of()))
                .withMessage("circle has version 4; this code knows 1 to 3");
        assertThatIllegalArgumentException().isThrownBy(() -> circle.lift(0, Map.of()));
    }

    private static Map<String, Object> widthWasText(Map<String, Object> data) {
        return Map.of("width", Integer.parseInt((String) data.getOrDefault("width", "")));
    }

    private static Map<String, Object> radiusWasWidth(Map<String, Object> data) {
        return Map.of("radius", (int) data.getOrDefault("width", 0) / 2);
    }
}
