package dev.millrace.functions.processes;

import dev.millrace.booking.Money;
import dev.millrace.booking.PaymentInput;
import dev.millrace.booking.PaymentInput.Received;
import dev.millrace.booking.PaymentReceived;
import dev.millrace.eventsourcing.Text;
import dev.millrace.eventsourcing.process.BusInput;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The detail of a `PaymentReceived` event:
/// `{"clientId","paymentId","bookingId"?,"amount"?,"currency"?}`, the amount a decimal as text.
/// Unknown fields are ignored.
final class PaymentDetail {
    private static final int MOST_CHARACTERS = 100;
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,4})?");

    private PaymentDetail() {}

    /// A payment without a booking concerns no instance.
    ///
    /// @throws IllegalArgumentException naming the field that is missing or wrong
    static BusInput.Read<PaymentInput> read(Map<String, Object> detail, Instant now) {
        var payment =
                new PaymentReceived(
                        present("clientId", text(detail, "clientId")),
                        present("paymentId", text(detail, "paymentId")),
                        text(detail, "bookingId"),
                        money(text(detail, "amount"), text(detail, "currency")));
        var booking = payment.bookingId();
        return new BusInput.Read<>(
                booking,
                payment.paymentId(),
                new Received(booking == null ? "" : booking, payment, now));
    }

    private static @Nullable Money money(@Nullable String amount, @Nullable String currency) {
        if (amount == null && currency == null) return null;
        if (amount == null || !AMOUNT.matcher(amount).matches()) {
            throw wrong("amount", "must be a decimal as text, such as \"49.90\"");
        }
        if (currency == null) throw wrong("currency", "is missing: an amount needs one");
        var known = Money.currency(currency);
        if (known == null) throw wrong("currency", "must be an ISO 4217 code, such as EUR");
        var money = new Money(new BigDecimal(amount), currency);
        if (Money.isPayable(money.amount(), known)) return money;
        throw wrong("amount", "has more decimal places than %s".formatted(currency));
    }

    private static String present(String field, @Nullable String value) {
        if (value == null) throw wrong(field, "is missing");
        return value;
    }

    private static @Nullable String text(Map<String, Object> detail, String field) {
        var value = detail.get(field);
        if (value == null) return null;
        if (value instanceof String text && !text.isEmpty() && Text.length(text) <= MOST_CHARACTERS)
            return text;
        throw wrong(field, "must be text of 1 to " + MOST_CHARACTERS + " characters");
    }

    private static IllegalArgumentException wrong(String field, String rule) {
        return new IllegalArgumentException("PaymentReceived: " + field + " " + rule);
    }
}
