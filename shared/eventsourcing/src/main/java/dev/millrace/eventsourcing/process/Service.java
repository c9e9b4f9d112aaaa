package dev.millrace.eventsourcing.process;

import static java.util.Objects.requireNonNull;

import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.trace.Diagnosis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Declares a service: its entities, the processes with their sources, and its views. Everything
/// generic (stream readers, sweep, operations, rebuild) follows from this declaration.
///
/// ```java
/// Service.named("parcels")
///         .entity(PARCEL, new ParcelDiagnosis())
///         .process(new Labelling())
///         .process(new Delivery(), Source.home(PARCEL, …), new BusInput<>("couriers", …))
///         .view(ParcelRow.VIEW);
/// ```
public final class Service {
    private final String name;
    private final Map<String, EntityType<?, ?, ?, ?>> entities = new LinkedHashMap<>();
    private final Map<String, Diagnosis<?, ?>> diagnoses = new HashMap<>();
    private final Map<String, Erasure<?>> erasures = new HashMap<>();
    private final Map<String, Restoration<?>> restorations = new HashMap<>();
    private final List<StatelessProcess<?>> stateless = new ArrayList<>();
    private final List<Stateful<?, ?>> stateful = new ArrayList<>();
    private final List<ViewType<?, ?>> views = new ArrayList<>();

    private Service(String name) {
        this.name = name;
    }

    /// A stateful process with its sources.
    record Stateful<S, I>(
            StatefulProcess<S, I> process, List<Source<?, I>> sources, List<BusInput<I>> inputs) {}

    /// @param name persisted in the name of its stream, `<name>-stream`, under which commits are
    ///   parked that cannot be read or given to a process
    public static Service named(String name) {
        return new Service(name);
    }

    /// Declares the entities of a type. The first type is the default of the operator's commands.
    ///
    /// @param diagnosis adds the service's own words to the trace of an entity
    public <S, E> Service entity(EntityType<S, ?, E, ?> type, Diagnosis<S, E> diagnosis) {
        diagnoses.put(type.name(), diagnosis);
        if (entities.put(type.name(), type) != null) {
            throw new IllegalArgumentException(
                    name + " declares the entity type twice: " + type.name());
        }
        return this;
    }

    /// Declares when the entities of a type may be erased. Without it they may not.
    public <S> Service erasure(EntityType<S, ?, ?, ?> type, Erasure<S> erasure) {
        requireDeclared("the erasure", type);
        erasures.put(type.name(), erasure);
        return this;
    }

    /// Declares what else is compared with a restored journal, besides processes and views.
    public <S> Service restoration(EntityType<S, ?, ?, ?> type, Restoration<S> restoration) {
        requireDeclared("the restoration", type);
        restorations.put(type.name(), restoration);
        return this;
    }

    public Service process(StatelessProcess<?> process) {
        requireDeclared(process.name(), process.source());
        stateless.add(process);
        return this;
    }

    /// Declares a stateful process.
    ///
    /// @param subscriptions its sources and inputs from the bus
    /// @throws IllegalArgumentException if it has no subscription or a source twice, or if an
    ///   entity type that it subscribes to or commands is not declared before it
    @SafeVarargs
    public final <S, I> Service process(
            StatefulProcess<S, I> process, Subscription<I>... subscriptions) {
        var sources = new ArrayList<Source<?, I>>();
        var inputs = new ArrayList<BusInput<I>>();
        for (var one : subscriptions) {
            switch (one) {
                case Source<?, I> source -> {
                    requireDeclared(process.type().name(), source.type());
                    requireNew(process.type().name(), source, sources);
                    sources.add(source);
                }
                case BusInput<I> input -> {
                    requireNew(process.type().name(), input);
                    inputs.add(input);
                }
            }
        }
        for (var type : process.type().commands()) requireDeclared(process.type().name(), type);
        if (subscriptions.length == 0) {
            throw new IllegalArgumentException(
                    process.type().name()
                            + " has no subscription: declare its sources in the same call");
        }
        stateful.add(new Stateful<>(process, sources, inputs));
        return this;
    }

    public Service view(ViewType<?, ?> view) {
        requireDeclared(view.name(), view.of());
        views.add(view);
        return this;
    }

    private static <I> void requireNew(
            String process, Source<?, I> source, List<Source<?, I>> sources) {
        for (var other : sources) {
            if (other.type().equals(source.type())) {
                throw new IllegalArgumentException(
                        "%s subscribes to %s twice: declare one source that routes all its events"
                                .formatted(process, source.type().name()));
            }
            if (other.isHome() && source.isHome()) {
                throw new IllegalArgumentException(
                        "%s has two homes, %s and %s: an instance has only one"
                                .formatted(process, other.type().name(), source.type().name()));
            }
        }
    }

    /// The failed inputs of one source are in one queue, which belongs to one process.
    private void requireNew(String process, BusInput<?> input) {
        for (var other : stateful) {
            if (other.inputs().stream().anyMatch(one -> one.source().equals(input.source()))) {
                throw new IllegalArgumentException(
                        "%s and %s both subscribe to the source %s of the bus: only one may"
                                .formatted(other.process().type().name(), process, input.source()));
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // a record's first equals adds 10 ms to a cold start
    private void requireDeclared(String by, EntityType<?, ?, ?, ?> type) {
        if (entities.get(type.name()) != type) {
            throw new IllegalArgumentException(
                    "%s needs %s, which the service %s does not declare before it"
                            .formatted(by, type.name(), name));
        }
    }

    public String name() {
        return name;
    }

    /// @throws IllegalArgumentException if the service declares no such type
    public EntityType<?, ?, ?, ?> type(String entity) {
        var type = entities.get(entity);
        if (type != null) return type;
        throw new IllegalArgumentException(
                "%s has no entities %s: there are %s".formatted(name, entity, entities.keySet()));
    }

    @SuppressWarnings("unchecked") // a diagnosis is declared with its type
    public <S, E> Diagnosis<S, E> diagnosis(EntityType<S, ?, E, ?> type) {
        return (Diagnosis<S, E>) requireNonNull(diagnoses.get(type.name()));
    }

    /// When the entities of a type may be erased.
    @SuppressWarnings("unchecked") // an erasure is declared with its type
    <S> Erasure<S> erasure(EntityType<S, ?, ?, ?> type) {
        var erasure = (Erasure<S>) erasures.get(type.name());
        if (erasure != null) return erasure;
        return (_, _) ->
                "the service %s does not declare when a %s may be erased"
                        .formatted(name, type.name());
    }

    /// What is compared with a restored journal; null if nothing is.
    @SuppressWarnings("unchecked") // a restoration is declared with its type
    public <S> @Nullable Restoration<S> restoration(EntityType<S, ?, ?, ?> type) {
        return (Restoration<S>) restorations.get(type.name());
    }

    /// The declared types by name, in order.
    public Map<String, EntityType<?, ?, ?, ?>> entities() {
        return entities;
    }

    List<StatelessProcess<?>> stateless() {
        return stateless;
    }

    List<Stateful<?, ?>> stateful() {
        return stateful;
    }

    List<ViewType<?, ?>> views() {
        return views;
    }
}
