package dev.millrace.local.store;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/// The tables that a transaction touches, including those where it only checks a condition.
final class Touched {
    private Touched() {}

    static List<String> byReading(List<TransactGetItem> items) {
        return items.stream()
                .flatMap(item -> Stream.ofNullable(item.get()))
                .map(get -> get.tableName())
                .toList();
    }

    static List<String> byWriting(List<TransactWriteItem> items) {
        return items.stream().flatMap(Touched::table).distinct().toList();
    }

    private static Stream<String> table(TransactWriteItem item) {
        return Stream.of(
                        Stream.ofNullable(item.put()).map(put -> put.tableName()),
                        Stream.ofNullable(item.update()).map(update -> update.tableName()),
                        Stream.ofNullable(item.delete()).map(delete -> delete.tableName()),
                        Stream.ofNullable(item.conditionCheck()).map(check -> check.tableName()))
                .flatMap(names -> names);
    }
}
