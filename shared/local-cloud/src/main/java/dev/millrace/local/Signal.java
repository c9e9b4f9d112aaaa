package dev.millrace.local;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The one way to wait here: until a signal is sent, time passes, or the local cloud closes. A
/// signal is never lost between looking and waiting, because the waiter says how many it had seen
/// when it looked.
public final class Signal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long sent;
    private boolean closed;

    public void send() {
        lock.lock();
        try {
            sent++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public long count() {
        lock.lock();
        try {
            return sent;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a signal beyond the first `seen` ones, for `timeout` at most.
    public void await(long seen, Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = timeout.toNanos(); sent == seen && !closed && left > 0; ) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Lets time pass, whoever sent meanwhile.
    public void pause(Duration time) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = time.toNanos(); !closed && left > 0; ) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends all waits, and every later one at once.
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
