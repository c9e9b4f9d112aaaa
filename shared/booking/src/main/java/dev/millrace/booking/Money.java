package dev.millrace.booking;

import static java.util.stream.Collectors.toMap;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An amount in a currency (ISO 4217). Amounts are compared by value: 5.0 is 5.00.
public record Money(BigDecimal amount, String currency) {

    private static final Map<String, Currency> CURRENCIES =
            Currency.availableCurrencies()
                    .filter(currency -> currency.getDefaultFractionDigits() >= 0)
                    .collect(toMap(Currency::getCurrencyCode, currency -> currency));

    /// The currency with this ISO 4217 code. Null if there is none, or if it has no smallest unit,
    /// like gold (XAU).
    public static @Nullable Currency currency(String code) {
        return CURRENCIES.get(code);
    }

    /// Whether an amount is a multiple of the currency's smallest unit: 0.001 EUR is not.
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
