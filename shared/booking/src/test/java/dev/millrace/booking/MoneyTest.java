package dev.millrace.booking;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MoneyTest {
    @ParameterizedTest
    @CsvSource({
        "0, EUR",
        "49.9, EUR",
        "49.90, EUR",
        "49.9000, EUR",
        "100, JPY",
        "100.0, JPY",
        "0.001, KWD",
        "1E+2, JPY"
    })
    void an_amount_is_payable_in_its_currencys_smallest_unit(String amount, String currency) {
        assertThat(isPayable(amount, currency)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0.0001, EUR", "49.901, EUR", "100.5, JPY", "0.0001, KWD"})
    void a_finer_amount_is_not(String amount, String currency) {
        assertThat(isPayable(amount, currency)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eur", "EURO", "ABC", "XAU", "XTS", "E\u0000R"})
    void a_code_that_ISO_4217_does_not_know_or_without_a_unit_is_no_currency(String code) {
        assertThat(Money.currency(code)).isNull();
    }

    private static boolean isPayable(String amount, String currency) {
        return Money.isPayable(new BigDecimal(amount), requireNonNull(Money.currency(currency)));
    }
}
