package dev.millrace.functions.processes;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The payment ids that a warm function saw last, and the booking each was for.
///
/// A provider that reports one id for two bookings settles both. No table is asked, since that
/// would cost a write for each payment: only a function that has seen both ids notices.
final class PaymentIds {
    private static final int MOST = 10_000;

    private final Map<String, String> bookings =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > MOST;
                }
            };

    /// Notes the booking that a payment is for.
    ///
    /// @return another booking that the same payment was for; absent where none is known
    synchronized @Nullable String note(String paymentId, String bookingId) {
        var first = bookings.putIfAbsent(paymentId, bookingId);
        return first == null || first.equals(bookingId) ? null : first;
    }
}
