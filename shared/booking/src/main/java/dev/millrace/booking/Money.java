package dev.millrace.booking;

import java.math.BigDecimal;

/// An amount in a currency (ISO 4217). Amounts are compared by value: 5.0 is 5.00.
public record Money(BigDecimal amount, String currency) {

    boolean isFree() {
        return amount.signum() == 0;
    }

    boolean isLessThan(Money other) {
        return amount.compareTo(other.amount) < 0;
    }

    Money minus(Money other) {
        return new Money(amount.subtract(other.amount), currency);
    }
}
