package dev.millrace.booking;

import java.math.BigDecimal;
import java.util.Currency;

/// An amount in a currency (ISO 4217). Amounts are compared by value: 5.0 is 5.00.
public record Money(BigDecimal amount, String currency) {

    /// A currency that has coins.
    ///
    /// @throws IllegalArgumentException if ISO 4217 has none of that code, or it has no smallest
    ///   unit, as gold has none
    public static Currency currency(String code) {
        try {
            var currency = Currency.getInstance(code);
            if (currency.getDefaultFractionDigits() >= 0) return currency;
        } catch (IllegalArgumentException unknown) {
            // said below
        }
        throw new IllegalArgumentException("is a currency of ISO 4217, such as EUR");
    }

    /// Whether an amount is one of the currency's smallest units, or a multiple: 0.001 EUR is not.
    public static boolean isPayable(BigDecimal amount, Currency currency) {
        return amount.stripTrailingZeros().scale() <= currency.getDefaultFractionDigits();
    }

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
