package dev.millrace.eventsourcing.process;

import static java.util.Comparator.comparing;

import dev.millrace.eventsourcing.EntityRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an instance knows of the commits of entities that are not its home.
///
/// Most commits of such an entity concern other instances, so there is no mark up to which all were
/// handled. Instead the instance records the number of each commit that it handled.
///
/// @param floor every commit up to this time counts as handled; null while no number was dropped
public record OtherEntities(Map<EntityRef, Numbers> byEntity, @Nullable Instant floor) {
    /// How many numbers of handled commits are kept: an instance is one item, of bounded size.
    static final int MOST_HANDLED = 300;

    /// Nothing is known of any.
    public static final OtherEntities NONE = new OtherEntities(Map.of(), null);

    private static final Comparator<Numbered> BY_TIME =
            comparing(Numbered::at)
                    .thenComparing(one -> one.entity().type())
                    .thenComparing(one -> one.entity().id())
                    .thenComparingLong(Numbered::seq);

    public OtherEntities {
        byEntity = Map.copyOf(byEntity);
    }

    /// The commits of one entity by their numbers, each with its time.
    ///
    /// @param outstanding those that are known and not handled yet
    public record Numbers(SortedMap<Long, Instant> handled, SortedMap<Long, Instant> outstanding) {
        private static final Numbers NONE = new Numbers(new TreeMap<>(), new TreeMap<>());

        public Numbers {
            handled = Collections.unmodifiableSortedMap(new TreeMap<>(handled));
            outstanding = Collections.unmodifiableSortedMap(new TreeMap<>(outstanding));
        }
    }

    /// A commit by its number.
    record Numbered(EntityRef entity, long seq, Instant at) {
        String name() {
            return entity + "/" + seq;
        }
    }

    boolean hasHandled(EntityRef entity, long seq) {
        return of(entity).handled().containsKey(seq);
    }

    boolean isBelowFloor(Instant at) {
        return floor != null && !at.isAfter(floor);
    }

    /// Keeps a commit to be handled later.
    OtherEntities expecting(Numbered commit) {
        var numbers = of(commit.entity());
        var outstanding = new TreeMap<>(numbers.outstanding());
        outstanding.put(commit.seq(), commit.at());
        return with(commit.entity(), new Numbers(numbers.handled(), outstanding), floor);
    }

    OtherEntities handling(Numbered commit) {
        var numbers = of(commit.entity());
        var handled = new TreeMap<>(numbers.handled());
        var outstanding = new TreeMap<>(numbers.outstanding());
        handled.put(commit.seq(), commit.at());
        outstanding.remove(commit.seq());
        return with(commit.entity(), new Numbers(handled, outstanding), floor);
    }

    /// The entities that have outstanding commits.
    Set<EntityRef> outstanding() {
        return byEntity.keySet().stream()
                .filter(entity -> !of(entity).outstanding().isEmpty())
                .collect(
                        Collectors.toCollection(
                                () -> new TreeSet<>(comparing(EntityRef::toString))));
    }

    /// The outstanding commits of these entities, by their time.
    List<Numbered> outstanding(Set<EntityRef> entities) {
        return numbered(Numbers::outstanding)
                .filter(one -> entities.contains(one.entity()))
                .sorted(BY_TIME)
                .toList();
    }

    /// A copy without the oldest numbers of handled commits if there are too many. While a commit
    /// is outstanding, no number is dropped: the floor would hide that commit.
    OtherEntities bounded() {
        if (!outstanding().isEmpty()) return this;
        var handled = new ArrayList<>(numbered(Numbers::handled).sorted(BY_TIME).toList());
        var next = this;
        while (handled.size() > MOST_HANDLED) next = next.without(handled.removeFirst());
        return next;
    }

    /// The highest known number of an entity's commits; 0 if none is known.
    long latest(EntityRef entity) {
        return numbered(one -> union(one.handled(), one.outstanding()))
                .filter(one -> one.entity().equals(entity))
                .mapToLong(Numbered::seq)
                .max()
                .orElse(0);
    }

    /// A copy without the numbers of an entity beyond the end of its journal.
    OtherEntities upTo(EntityRef entity, long last) {
        var numbers = of(entity);
        return with(
                entity,
                new Numbers(
                        numbers.handled().headMap(last + 1),
                        numbers.outstanding().headMap(last + 1)),
                floor);
    }

    /// A copy with every known commit outstanding again.
    OtherEntities again() {
        var next = this;
        for (var one : byEntity.entrySet()) {
            var all = union(one.getValue().handled(), one.getValue().outstanding());
            next = next.with(one.getKey(), new Numbers(new TreeMap<>(), all), floor);
        }
        return next;
    }

    private static SortedMap<Long, Instant> union(
            SortedMap<Long, Instant> some, SortedMap<Long, Instant> others) {
        var all = new TreeMap<>(some);
        all.putAll(others);
        return all;
    }

    private OtherEntities without(Numbered oldest) {
        var numbers = of(oldest.entity());
        var handled = new TreeMap<>(numbers.handled());
        handled.remove(oldest.seq());
        return with(oldest.entity(), new Numbers(handled, numbers.outstanding()), oldest.at());
    }

    private OtherEntities with(EntityRef entity, Numbers numbers, @Nullable Instant nextFloor) {
        var next = new HashMap<>(byEntity);
        next.put(entity, numbers);
        if (numbers.equals(Numbers.NONE)) next.remove(entity);
        return new OtherEntities(next, nextFloor);
    }

    private Stream<Numbered> numbered(Function<Numbers, SortedMap<Long, Instant>> which) {
        return byEntity.entrySet().stream()
                .flatMap(entity ->
                        which.apply(entity.getValue()).entrySet().stream()
                                .map(one ->
                                        new Numbered(
                                                entity.getKey(), one.getKey(), one.getValue())));
    }

    private Numbers of(EntityRef entity) {
        return byEntity.getOrDefault(entity, Numbers.NONE);
    }
}
