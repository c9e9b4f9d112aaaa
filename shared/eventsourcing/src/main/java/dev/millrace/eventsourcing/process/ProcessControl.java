package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.process.Instance.Parked;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A process, a view or a stream, as its readers, the sweep and an operator see it.
public sealed interface ProcessControl permits Parking, ProcessHost {
    /// The persisted name under which its instances are kept.
    String name();

    /// The types of the entities it hears.
    Set<String> hears();

    /// Handles commits of one entity, in the order of their numbers. They may be late, repeated or
    /// ahead of others.
    ///
    /// @throws dev.millrace.eventsourcing.Outage if they must be delivered again
    void handle(EntityRef entity, List<? extends Commit<?>> commits);

    /// Does what is due of an instance; nothing if nothing is.
    void sweep(String key);

    /// An instance as it is kept, consistently read.
    Instance<?, ?> instance(String key);

    /// What an instance is parked at, consistently read.
    default Optional<Parked> parked(String key) {
        return Optional.ofNullable(instance(key).parked());
    }

    /// The instances that an entity concerns.
    ///
    /// @param commits those of the entity
    Set<String> keys(EntityRef entity, List<? extends Commit<?>> commits);

    /// Tries again what is parked, however often it has failed.
    void redrive(String key);

    /// Drops what an instance is parked at for good, and goes on without it; nothing if it is no
    /// longer parked at that. A stateless process that is given it once more may still do it.
    ///
    /// @param what as [Parked] names it
    void skip(String key, String what, String reason);

    /// Erases what an instance keeps of an erased entity, unless the instance may still need it.
    ///
    /// @param commits all of the entity
    /// @param isTrial nothing is written
    /// @return what the instance needs it for; absent if for nothing
    @Nullable String erase(
            String key, EntityRef entity, List<? extends Commit<?>> commits, boolean isTrial);

    /// The entity that an instance is about; absent if it has no home.
    @Nullable EntityRef about(String key);

    /// Takes an instance back that knows commits which the journals do not have: a restore has lost
    /// them. Otherwise new commits under their numbers would be taken for handled. What the
    /// journals have is due to be handled again.
    ///
    /// @param isTrial nothing is written
    /// @return what the instance knows, in words; absent if it is not ahead of the journals
    /// @throws IllegalArgumentException if the instance or a commit cannot be read
    @Nullable String rewind(String key, boolean isTrial);

    /// Gives it every commit of an entity once more: the way back from a stream record that was
    /// lost. What it has handled changes nothing; a stateless process does its work once more,
    /// under the same ids.
    ///
    /// @throws IllegalArgumentException if it does not hear the entity
    void fromJournal(EntityRef entity);
}
