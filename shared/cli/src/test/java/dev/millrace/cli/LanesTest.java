package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.cli.Lanes.Look;
import dev.millrace.cli.Lanes.Mark;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// A mark is told as `<column> <lane>: <what> (<note>) <- <what caused it>`.
@DisplayNameGeneration(ReplaceUnderscores.class)
class LanesTest {
    private static final String PLACED =
            """
            {'seq':1,'at':'2026-03-01T12:00:00Z','by':'http PlaceBooking','events':['BookingPlaced'],'tells':[]}\
            """;
    private static final String CONFIRMED =
            """
            {'seq':2,'at':'2026-03-01T12:00:00.319Z','by':'reservation ConfirmBooking','causation':'b1/1/0',
             'events':['BookingConfirmed'],'tells':[{'process':'announcement','message':'BookingConfirmed'}]}\
            """;
    private static final String PAID =
            """
            {'seq':3,'at':'2026-03-01T12:00:07.5Z','by':'payment ReceivePayment','causation':'PaymentReceived/p1',
             'events':['BookingPaid','BookingSettled'],'tells':[{'process':'announcement','message':'BookingSettled'}]}\
            """;

    private static final String TO_PLACED =
            """
            0 Outside: PlaceBooking (HTTP client)
            0 Booking: BookingPlaced (commit 1) <- Outside: PlaceBooking
            """;
    private static final String TO_CONFIRMED =
            TO_PLACED
                    + """
                    1 reservation: ConfirmBooking <- Booking: BookingPlaced
                    1 Seats: held <- reservation: ConfirmBooking
                    1 Booking: BookingConfirmed (commit 2) <- reservation: ConfirmBooking
                    1 announcement: announces <- Booking: BookingConfirmed
                    1 Bus: BookingConfirmed <- announcement: announces
                    """;

    @Test
    void paid_and_settled() {
        var lanes =
                lanes(
                        "'status':'SETTLED','seats':{'answer':'HELD','deadline':'2026-03-01T18:00:00Z'},"
                                + "'processes':[{'process':'payment','payments':[{'id':'p1','standing':'APPLIED'}]}]",
                        PLACED,
                        CONFIRMED,
                        PAID);

        assertThat(told(lanes))
                .isEqualTo(
                        TO_CONFIRMED
                                + """
                                2 Outside: PaymentReceived (p1)
                                2 payment: ReceivePayment <- Outside: PaymentReceived
                                2 Booking: BookingPaid, BookingSettled (commit 3) <- payment: ReceivePayment
                                2 announcement: announces <- Booking: BookingPaid, BookingSettled
                                2 Bus: BookingSettled <- announcement: announces
                                """);
        assertThat(lanes.lanes())
                .extracting(Lanes.Lane::name)
                .containsExactly(
                        "Outside",
                        "Seats",
                        "reservation",
                        "payment",
                        "Booking",
                        "announcement",
                        "Bus");
        assertThat(columns(lanes))
                .containsExactly(
                        "PAST 2026-03-01T12:00:00Z",
                        "PAST 2026-03-01T12:00:00.319Z",
                        "PAST 2026-03-01T12:00:07.500Z");
    }

    @Test
    void waits_for_a_payment_with_a_reminder_and_a_deadline_to_come() {
        var lanes =
                lanes(
                        """
                        'status':'CONFIRMED','seats':{'answer':'HELD','deadline':'2026-03-01T18:00:00Z'},
                        'processes':[{'process':'reminder','timers':[
                          {'timer':'half time','at':'2026-03-01T15:00:00Z','causation':'Booking#b1/2/0'}]}]
                        """,
                        PLACED,
                        CONFIRMED);

        assertThat(told(lanes))
                .isEqualTo(
                        TO_CONFIRMED
                                + """
                                2 reminder: wakes (half time) <- Booking: BookingConfirmed PENDING
                                3 expiry: expires (unless paid) <- Booking: BookingConfirmed PENDING
                                """);
        assertThat(columns(lanes))
                .endsWith("LATER 2026-03-01T15:00:00Z", "LATER 2026-03-01T18:00:00Z");
    }

    @Test
    void denied() {
        var lanes =
                lanes(
                        "'status':'DENIED','seats':{'answer':'REFUSED','reason':'row 1 seat 1 is taken'}",
                        PLACED,
                        """
                        {'seq':2,'at':'2026-03-01T12:00:01Z','by':'reservation DenyBooking','causation':'b1/1/0',
                         'events':['BookingDenied'],'tells':[{'process':'announcement','message':'BookingDenied'}]}\
                        """);

        assertThat(told(lanes))
                .isEqualTo(
                        TO_PLACED
                                + """
                                1 reservation: DenyBooking <- Booking: BookingPlaced
                                1 Seats: refused (row 1 seat 1 is taken) <- reservation: DenyBooking
                                1 Booking: BookingDenied (commit 2) <- reservation: DenyBooking
                                1 announcement: announces <- Booking: BookingDenied
                                1 Bus: BookingDenied <- announcement: announces
                                """);
    }

    @Test
    void expired_and_its_seats_are_free_again() {
        var lanes =
                lanes(
                        "'status':'EXPIRED','seats':{'answer':'RELEASED'}",
                        PLACED,
                        CONFIRMED,
                        """
                        {'seq':3,'at':'2026-03-01T18:00:30Z','by':'expiry ExpireBooking','events':['BookingExpired'],
                         'tells':[]}\
                        """);

        assertThat(told(lanes))
                .isEqualTo(
                        TO_CONFIRMED
                                + """
                                2 Outside: deadline passed (time)
                                2 expiry: ExpireBooking <- Outside: deadline passed
                                2 Booking: BookingExpired (commit 3) <- expiry: ExpireBooking
                                3 reservation: frees the seats <- Booking: BookingExpired
                                3 Seats: released <- reservation: frees the seats
                                """);
        assertThat(columns(lanes)).endsWith("UNDATED null");
    }

    @Test
    void a_step_that_is_parked_warns_beneath_what_it_could_not_take_and_tries_again_later() {
        var lanes =
                lanes(
                        """
                        'status':'AWAITING_CONFIRMATION','seats':{'answer':'NONE'},
                        'parked':[{'process':'reservation','instance':'Booking#b1/1','what':'Booking#b1/1','attempts':3,
                          'error':'java.lang.BadError: no seats','since':'2026-03-01T12:00:02Z','next':'2026-03-01T12:04:00Z'}]
                        """,
                        PLACED);

        assertThat(told(lanes))
                .isEqualTo(
                        TO_PLACED
                                + """
                                1 reservation: parked (BadError: no seats) <- Booking: BookingPlaced WARNING
                                2 reservation: tries again (by itself) <- reservation: parked PENDING
                                """);
        assertThat(lanes.marks().get(2).inWords())
                .isEqualTo("parked: Booking#b1/1, after 3 tries: java.lang.BadError: no seats");
    }

    @Test
    void the_bus_did_not_hear_of_what_its_announcement_is_parked_at() {
        var lanes =
                lanes(
                        """
                        'status':'CONFIRMED','seats':{'answer':'HELD'},
                        'parked':[{'process':'announcement','what':'Booking#b1/2','error':'no bus','attempts':3,
                          'since':'2026-03-01T12:00:01Z'}]
                        """,
                        PLACED,
                        CONFIRMED,
                        PAID);

        assertThat(told(lanes))
                .contains(
                        "\n2 announcement: parked (no bus) <- Booking: BookingConfirmed WARNING\n")
                .contains("\n3 Bus: BookingSettled <-")
                .doesNotContain("Bus: BookingConfirmed");
    }

    @Test
    void what_was_dropped_for_good_warns_too() {
        var lanes =
                lanes(
                        """
                        'status':'AWAITING_CONFIRMATION','skipped':[{'process':'reservation','what':'Booking#b1/1',
                          'reason':'called off','at':'2026-03-01T12:01:00Z'}]
                        """,
                        PLACED);

        assertThat(told(lanes))
                .endsWith(
                        "1 reservation: dropped (called off) <- Booking: BookingPlaced WARNING\n");
    }

    @Test
    void a_payment_for_nobody_waits_and_is_then_given_back() {
        var waits =
                lanes(
                        """
                        'status':'NONE','processes':[{'process':'payment','payments':[{'id':'p1','standing':'KEPT'}],
                          'timers':[{'timer':'p1','at':'2026-03-01T12:30:00Z','causation':'PaymentReceived/p1'}]}]
                        """);
        var refunded =
                lanes(
                        "'processes':[{'process':'payment','payments':[{'id':'p1','standing':'REFUNDED'}]}]");

        assertThat(told(waits))
                .isEqualTo(
                        """
                        0 Outside: PaymentReceived (p1)
                        0 payment: keeps for later (p1) <- Outside: PaymentReceived
                        1 payment: wakes (p1) <- payment: keeps for later PENDING
                        """);
        assertThat(told(refunded))
                .isEqualTo(
                        """
                        0 Outside: PaymentReceived (p1)
                        0 payment: gives back (p1) <- Outside: PaymentReceived
                        0 Bus: RefundRequested (p1) <- payment: gives back
                        """);
        assertThat(columns(refunded)).containsExactly("UNDATED null");
    }

    @Test
    void payments_that_stand_alike_share_a_column_and_what_is_owed_was_not_told() {
        var lanes =
                lanes(
                        """
                        'processes':[{'process':'payment','payments':[
                            {'id':'p2','standing':'REFUNDED'},{'id':'p3','standing':'REFUNDED'},{'id':'p4','standing':'REFUNDED'}],
                          'owed':[{'effect':'RefundRequested of p4','causation':'PaymentReceived/p4'}]}]
                        """);

        assertThat(told(lanes))
                .isEqualTo(
                        """
                        0 Outside: PaymentReceived (3 payments)
                        0 payment: gives back (3 payments) <- Outside: PaymentReceived
                        0 Bus: RefundRequested (2 payments) <- payment: gives back
                        1 payment: owes (RefundRequested of p4) <- payment: gives back PENDING
                        """);
        assertThat(lanes.marks().get(2).inWords()).isEqualTo("RefundRequested: p2, p3");
        assertThat(columns(lanes)).containsExactly("UNDATED null", "SOON null");
    }

    @Test
    void a_payment_that_came_early_is_a_cause_beside_the_confirmation() {
        var lanes =
                lanes(
                        "'processes':[{'process':'payment','payments':[{'id':'p1','standing':'APPLIED'}]}]",
                        PLACED,
                        CONFIRMED,
                        PAID.replace("PaymentReceived/p1", "Booking#b1/2/0"));

        assertThat(told(lanes))
                .contains(
                        """
                        2 Outside: PaymentReceived (p1)
                        2 payment: ReceivePayment <- Booking: BookingConfirmed, Outside: PaymentReceived
                        """);
    }

    @Test
    void what_was_paid_too_much_goes_back() {
        var lanes =
                lanes(
                        "'processes':[{'process':'payment','payments':[{'id':'p1','standing':'APPLIED'}]}]",
                        PLACED,
                        CONFIRMED,
                        PAID.replace(
                                "'tells':[",
                                "'tells':[{'process':'payment','message':'RefundRequested'},"));

        assertThat(told(lanes))
                .endsWith(
                        """
                        3 payment: gives back (what was too much) <- Booking: BookingPaid, BookingSettled
                        3 Bus: RefundRequested <- payment: gives back
                        """);
    }

    @Test
    void what_the_bus_brought_and_nobody_could_take_is_seen() {
        var lanes =
                lanes(
                        """
                        'processes':[{'process':'payment','waiting':[{'id':'PaymentReceived/p1'},{'id':'PaymentReceived/p2'}]}],
                        'parked':[{'process':'payment','instance':'b1','what':'PaymentReceived/p1','error':'oh','attempts':3,
                          'since':'2026-03-01T12:00:01Z'}]
                        """);

        assertThat(told(lanes))
                .isEqualTo(
                        """
                        0 Outside: PaymentReceived (p1)
                        0 payment: parked (oh) <- Outside: PaymentReceived WARNING
                        1 Outside: PaymentReceived (p2)
                        1 payment: not taken yet (p2) <- Outside: PaymentReceived PENDING
                        """);
    }

    @Test
    void commits_that_say_they_caused_each_other_are_drawn_all_the_same() {
        var lanes =
                lanes(
                        "'status':'NONE'",
                        "{'seq':1,'at':'no time','by':'x One','causation':'b1/2/0','events':['A']}",
                        "{'seq':2,'at':'no time','by':'x Two','causation':'b1/1/0','events':['B']}");

        assertThat(told(lanes))
                .isEqualTo(
                        """
                        0 Outside: b1 (2 0)
                        0 x: One <- Outside: b1
                        0 Booking: A (commit 1) <- x: One
                        1 x: Two <- Booking: A
                        1 Booking: B (commit 2) <- x: Two
                        """);
    }

    @Test
    void nothing_known_is_an_empty_picture() {
        assertThat(lanes("'status':'NONE'").lanes()).isEmpty();
        assertThat(Lanes.of(json("{}")).marks()).isEmpty();
    }

    @Test
    void no_two_marks_share_a_place() {
        var lanes =
                lanes(
                        """
                        'status':'CONFIRMED','seats':{'answer':'HELD','deadline':'x'},
                        'processes':[{'process':'payment','payments':[{'id':'p1','standing':'KEPT'},{'id':'p2','standing':'BROUGHT'}],
                          'owed':[{'effect':'A','causation':'x'},{'effect':'B','causation':'y'}],'timers':[{'at':'y'},{'at':'z'}]}]
                        """,
                        PLACED,
                        CONFIRMED.replace("reservation", "announcement"),
                        PAID);

        assertThat(lanes.marks())
                .extracting(mark -> List.of(mark.column(), mark.lane()))
                .doesNotHaveDuplicates();
        assertThat(lanes.arrows())
                .allSatisfy(arrow ->
                        assertThat(arrow.from().column()).isLessThanOrEqualTo(arrow.to().column()));
    }

    private static Lanes lanes(String more, String... commits) {
        return Lanes.of(
                json(
                        "{'booking':'b1','now':'2026-03-01T12:00:10Z',%s,'commits':[%s]}"
                                .formatted(more, String.join(",", commits))));
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    private static String told(Lanes lanes) {
        var told = new StringBuilder();
        for (var mark : lanes.marks()) {
            told.append(mark.column()).append(' ').append(name(mark));
            if (!mark.note().isEmpty()) told.append(" (").append(mark.note()).append(')');
            var causes = lanes.causesOf(mark).stream().map(LanesTest::name).toList();
            if (!causes.isEmpty()) told.append(" <- ").append(String.join(", ", causes));
            if (mark.look() != Look.DONE) told.append(' ').append(mark.look());
            told.append('\n');
        }
        return told.toString();
    }

    private static String name(Mark mark) {
        return mark.lane().name() + ": " + String.join(", ", mark.texts());
    }

    private static List<String> columns(Lanes lanes) {
        return lanes.columns().stream().map(column -> column.when() + " " + column.at()).toList();
    }
}
