package dev.millrace.eventsourcing;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value that is made once, when it is first needed. If that fails, the next call tries again.
public final class Lazy<T> implements Supplier<T> {
    private final Supplier<? extends T> make;
    private @Nullable T value;

    public Lazy(Supplier<? extends T> make) {
        this.make = make;
    }

    @Override
    public synchronized T get() {
        if (value == null) value = make.get();
        return value;
    }
}
