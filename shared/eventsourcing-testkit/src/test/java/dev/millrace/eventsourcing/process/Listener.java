package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Effect.Immediate;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Envelope;
import dev.millrace.eventsourcing.testkit.Account;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stateless process that records its events, and fails if a test sets [#failure].
final class Listener implements StatelessProcess<Account.Event> {
    final List<String> received = new ArrayList<>();
    @Nullable RuntimeException failure;
    private final String name;
    private final EntityType<?, ?, Account.Event, ?> type;

    Listener(String name) {
        this(name, Account.TYPE);
    }

    Listener(String name, EntityType<?, ?, Account.Event, ?> type) {
        this.name = name;
        this.type = type;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public EntityType<?, ?, Account.Event, ?> source() {
        return type;
    }

    @Override
    public List<Immediate> on(Account.Event event, Envelope envelope) {
        if (failure != null) throw failure;
        received.add(envelope.eventId());
        return List.of();
    }
}
