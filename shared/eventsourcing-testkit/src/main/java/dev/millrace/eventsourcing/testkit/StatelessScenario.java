package dev.millrace.eventsourcing.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Effect.Immediate;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Envelope;
import dev.millrace.eventsourcing.process.Rejection;
import dev.millrace.eventsourcing.process.StatelessProcess;
import java.util.List;

/// A when/then test of a stateless process: when an entity has an event, then the process returns
/// effects or nothing. No effect is carried out.
///
/// ```java
/// StatelessScenario.of(new Labelling(), "p1")
///         .when(registered).then(new Send<>(PRINTER, "p1", print))
///         .when(delivered).thenNothing();
/// ```
///
/// Each event is a commit of its own, one second after the previous one (see [Commits#commit]).
public final class StatelessScenario<E> {
    private final StatelessProcess<E> process;
    private final EntityRef entity;
    private final long seq;

    private StatelessScenario(StatelessProcess<E> process, EntityRef entity, long seq) {
        this.process = process;
        this.entity = entity;
        this.seq = seq;
    }

    /// @param entityId of the entity whose events the process handles
    public static <E> StatelessScenario<E> of(StatelessProcess<E> process, String entityId) {
        return new StatelessScenario<>(
                process, new EntityRef(process.source().name(), entityId), 0);
    }

    public When when(E event) {
        var commit = Commits.commit(entity.id(), seq + 1, event);
        var effects = process.on(event, Envelope.of(entity, commit, 0));
        return new When("when " + event, effects, seq + 1);
    }

    public When whenRejected(Rejection<?, ?> rejection) {
        return new When("when rejected: " + rejection, process.rejected(rejection), seq);
    }

    /// A handled event or rejection, whose effects the test checks next.
    public final class When {
        private final String what;
        private final List<? extends Immediate> effects;
        private final long seq;

        private When(String what, List<? extends Immediate> effects, long seq) {
            this.what = what;
            this.effects = effects;
            this.seq = seq;
        }

        /// Asserts that the process returned exactly these effects, in this order.
        public StatelessScenario<E> then(Immediate... expected) {
            assertThat(List.<Immediate>copyOf(effects)).as(what).containsExactly(expected);
            return new StatelessScenario<>(process, entity, seq);
        }

        public StatelessScenario<E> thenNothing() {
            return then();
        }
    }
}
