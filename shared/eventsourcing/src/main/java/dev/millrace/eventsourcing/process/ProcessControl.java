package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.process.Instance.Parked;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A process, a view or a stream, as its stream readers, the sweep and operators use it.
public sealed interface ProcessControl permits Parking, ProcessHost {
    /// The persisted name under which its instances are kept.
    String name();

    /// The entity types whose commits it receives.
    Set<String> sourceTypes();

    /// Handles commits of one entity, in the order of their numbers. They may be late or repeated,
    /// or arrive before earlier ones.
    ///
    /// @throws dev.millrace.eventsourcing.Outage if they must be delivered again
    void handle(EntityRef entity, List<? extends Commit<?>> commits);

    /// Handles what is due of an instance. Does nothing if nothing is due.
    void sweep(String key);

    /// The stored instance, strongly consistent.
    Instance<?, ?> instance(String key);

    /// What an instance is parked at, strongly consistent.
    default Optional<Parked> parked(String key) {
        return Optional.ofNullable(instance(key).parked());
    }

    /// The keys of the instances that an entity concerns.
    ///
    /// @param commits those of the entity
    Set<String> keys(EntityRef entity, List<? extends Commit<?>> commits);

    /// Tries again now what is parked, however often it has failed.
    void redrive(String key);

    /// Drops what an instance is parked at for good, and goes on without it. Does nothing if the
    /// instance is no longer parked at that. A stateless process that receives it once more may
    /// still handle it.
    ///
    /// @param what as [Parked] names it
    void skip(String key, String what, String reason);

    /// Erases what an instance contains of an erased entity, unless the instance may still need it.
    ///
    /// @param commits all commits of the entity
    /// @param isTrial if true, nothing is written
    /// @return what the instance needs the entity for; null if for nothing
    @Nullable String erase(
            String key, EntityRef entity, List<? extends Commit<?>> commits, boolean isTrial);

    /// The entity that an instance is about; null if it has no home.
    @Nullable EntityRef about(String key);

    /// Rewinds an instance that knows commits which a restore has lost. Otherwise new commits with
    /// their numbers would count as handled. The instance is then due to handle the journals'
    /// commits again.
    ///
    /// @param isTrial if true, nothing is written
    /// @return what the instance knows, in words; null if it is not ahead of the journals
    /// @throws IllegalArgumentException if the instance or a commit cannot be read
    @Nullable String rewind(String key, boolean isTrial);

    /// Handles every commit of an entity once more, which repairs the loss of a stream record.
    /// Commits that were handled change nothing. A stateless process does its work again, under the
    /// same ids.
    ///
    /// @throws IllegalArgumentException if it does not subscribe to the entity's type
    void fromJournal(EntityRef entity);
}
