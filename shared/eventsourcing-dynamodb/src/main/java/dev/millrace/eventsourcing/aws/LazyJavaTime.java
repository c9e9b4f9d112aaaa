package dev.millrace.eventsourcing.aws;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.ser.Serializers;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jsr310.deser.DurationDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.JSR310StringParsableDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.LocalDateDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.LocalDateTimeDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.LocalTimeDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.MonthDayDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.OffsetTimeDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.YearDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.YearMonthDeserializer;
import com.fasterxml.jackson.datatype.jsr310.ser.DurationSerializer;
import com.fasterxml.jackson.datatype.jsr310.ser.InstantSerializer;
import com.fasterxml.jackson.datatype.jsr310.ser.LocalDateSerializer;
import com.fasterxml.jackson.datatype.jsr310.ser.LocalDateTimeSerializer;
import com.fasterxml.jackson.datatype.jsr310.ser.LocalTimeSerializer;
import com.fasterxml.jackson.datatype.jsr310.ser.MonthDaySerializer;
import com.fasterxml.jackson.datatype.jsr310.ser.OffsetDateTimeSerializer;
import com.fasterxml.jackson.datatype.jsr310.ser.OffsetTimeSerializer;
import com.fasterxml.jackson.datatype.jsr310.ser.YearMonthSerializer;
import com.fasterxml.jackson.datatype.jsr310.ser.YearSerializer;
import com.fasterxml.jackson.datatype.jsr310.ser.ZoneIdSerializer;
import com.fasterxml.jackson.datatype.jsr310.ser.ZonedDateTimeSerializer;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Reads and writes values of `java.time` types as Jackson's `JavaTimeModule` does, except `ZoneId`
/// and the keys of maps. That module loads the code of all types when it is registered; this one
/// loads the code of a type at its first use, which makes a cold start faster.
final class LazyJavaTime extends Module {
    @Override
    public String getModuleName() {
        return "lazy-java-time";
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void setupModule(SetupContext context) {
        context.addSerializers(
                new Serializers.Base() {
                    @Override
                    public @Nullable JsonSerializer<?> findSerializer(
                            SerializationConfig config, JavaType type, BeanDescription bean) {
                        var codec = codec(type);
                        return codec == null ? null : codec.writer();
                    }
                });
        context.addDeserializers(
                new Deserializers.Base() {
                    @Override
                    public @Nullable JsonDeserializer<?> findBeanDeserializer(
                            JavaType type, DeserializationConfig config, BeanDescription bean) {
                        var codec = codec(type);
                        return codec == null ? null : codec.reader();
                    }
                });
    }

    /// A zone is of a class that is not public.
    private static String name(JavaType type) {
        var raw = type.getRawClass();
        return type.isTypeOrSubTypeOf(ZoneId.class) && raw != ZoneOffset.class
                ? ZoneId.class.getName()
                : raw.getName();
    }

    /// How the values of a type are written and read.
    private record Codec(JsonSerializer<?> writer, JsonDeserializer<?> reader) {}

    private static @Nullable Codec codec(JavaType type) {
        return switch (name(type)) {
            case "java.time.Instant" ->
                    new Codec(InstantSerializer.INSTANCE, InstantDeserializer.INSTANT);
            case "java.time.Duration" ->
                    new Codec(DurationSerializer.INSTANCE, DurationDeserializer.INSTANCE);
            case "java.time.LocalDate" ->
                    new Codec(LocalDateSerializer.INSTANCE, LocalDateDeserializer.INSTANCE);
            case "java.time.LocalDateTime" ->
                    new Codec(LocalDateTimeSerializer.INSTANCE, LocalDateTimeDeserializer.INSTANCE);
            case "java.time.LocalTime" ->
                    new Codec(LocalTimeSerializer.INSTANCE, LocalTimeDeserializer.INSTANCE);
            case "java.time.OffsetDateTime" ->
                    new Codec(
                            OffsetDateTimeSerializer.INSTANCE,
                            InstantDeserializer.OFFSET_DATE_TIME);
            case "java.time.OffsetTime" ->
                    new Codec(OffsetTimeSerializer.INSTANCE, OffsetTimeDeserializer.INSTANCE);
            case "java.time.ZonedDateTime" ->
                    new Codec(
                            ZonedDateTimeSerializer.INSTANCE, InstantDeserializer.ZONED_DATE_TIME);
            case "java.time.Year" -> new Codec(YearSerializer.INSTANCE, YearDeserializer.INSTANCE);
            case "java.time.YearMonth" ->
                    new Codec(YearMonthSerializer.INSTANCE, YearMonthDeserializer.INSTANCE);
            case "java.time.MonthDay" ->
                    new Codec(MonthDaySerializer.INSTANCE, MonthDayDeserializer.INSTANCE);
            case "java.time.Period" ->
                    new Codec(ToStringSerializer.instance, JSR310StringParsableDeserializer.PERIOD);
            case "java.time.ZoneOffset" ->
                    new Codec(
                            ToStringSerializer.instance,
                            JSR310StringParsableDeserializer.ZONE_OFFSET);
            case "java.time.ZoneId" ->
                    new Codec(new ZoneIdSerializer(), JSR310StringParsableDeserializer.ZONE_ID);
            default -> null;
        };
    }
}
