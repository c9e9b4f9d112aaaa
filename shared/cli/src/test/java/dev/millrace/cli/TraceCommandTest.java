package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TraceCommandTest {
    private static final String TRACE =
            """
            {'booking':'b1','status':'CONFIRMED','client':'ada\\u001b[2J','now':'2026-03-01T12:00:10Z',
             'commits':[
               {'seq':1,'at':'2026-03-01T12:00:00Z','by':'http PlaceBooking','command':'c1','correlation':'r1',
                'events':['BookingPlaced']},
               {'seq':2,'at':'2026-03-01T12:00:00.319Z','by':'reservation ConfirmBooking','command':'c2',
                'correlation':'r1','causation':'b1/1/0','events':['BookingConfirmed']},
               {'seq':3,'at':'2026-03-01T12:00:07.5Z','by':'payment ReceivePayment','command':'c3',
                'correlation':'e1','causation':'PaymentReceived/p1','events':['BookingPaid','BookingSettled']}],
             'processes':[
               {'process':'payment','instance':'b1','state':'p1 APPLIED','timers':[],'waiting':[],
                'owed':[{'id':'o1','effect':'RefundRequested of p1','correlation':'e1','causation':'Booking#b1/3/0'},
                        {'id':'o2','effect':'RefundRequested of p2','correlation':'e2','causation':'PaymentReceived/p2'}]},
               {'process':'reminder','instance':'b1','state':'waits','owed':[],'waiting':[],
                'timers':[{'timer':'half time','at':'2026-03-01T15:00:00Z','causation':'Booking#b1/2/0'}]}],
             'parked':[{'process':'announcement','instance':'Booking#b1/2','what':'Booking#b1/2','error':'no bus',
                        'attempts':3,'since':'2026-03-01T12:00:01Z'}],
             'skipped':[],
             'seats':{'answer':'HELD','deadline':'2026-03-01T18:00:00Z'},
             'view':{'status':'CONFIRMED','version':2,'behind':1},
             'why':['It is confirmed.\\nReally.','This helps: ./millrace redrive announcement Booking#b1/2'],
             'refusals':'filter outcome'}
            """;

    @Test
    void each_command_stands_beneath_the_event_that_caused_it_and_then_it_is_said_why() {
        try (var lambda = StubLambda.always(TRACE)) {
            var ran = Ran.on(lambda, "trace", "b1");

            assertThat(ran.out().lines())
                    .containsExactly(
                            "booking b1 of ada [2J: CONFIRMED",
                            "     0.000 s  http PlaceBooking: accepted",
                            "                  BookingPlaced",
                            "     0.319 s          reservation ConfirmBooking: accepted",
                            "                          BookingConfirmed",
                            "                              reminder wakes at 2026-03-01T15:00:00Z (in 2 h) (half time)",
                            "                          announcement: parked since 2026-03-01T12:00:01Z (9 s ago): no bus",
                            "              PaymentReceived p1",
                            "     7.500 s      payment ReceivePayment: accepted",
                            "                      BookingPaid",
                            "                          payment owes RefundRequested of p1",
                            "                      BookingSettled",
                            "              PaymentReceived p2",
                            "                  payment owes RefundRequested of p2",
                            "",
                            "seats     held, to be paid until 2026-03-01T18:00:00Z (in 5 h)",
                            "view      CONFIRMED (commits it has not taken yet: 1)",
                            "payment   p1 APPLIED",
                            "reminder  waits",
                            "",
                            "Why it is where it is:",
                            "- It is confirmed. Really.",
                            "- This helps: ./millrace redrive announcement Booking#b1/2",
                            "(Give each of these commands --endpoint-url "
                                    + lambda.url()
                                    + " as well.)",
                            "",
                            "Refusals are in the logs alone. For CloudWatch Logs Insights, on the log groups of",
                            "BookingCommands, BookingProcess, PaymentProcess, ProcessTimers and BookingExpiry:",
                            "  filter outcome");
            assertThat(ran.err()).isEmpty();
            assertThat(ran.exitCode()).isZero();
            assertThat(lambda.requests()).containsExactly("{'operation':'trace','booking':'b1'}");
        }
    }

    @Test
    void commits_that_say_they_caused_each_other_are_told_all_the_same() {
        var circle =
                """
                {'booking':'b1','status':'NONE','commits':[
                  {'seq':1,'at':'no time','by':'x One','causation':'b1/2/0','events':['A']},
                  {'seq':2,'at':'no time','by':'x Two','causation':'b1/1/0','events':['B']}]}
                """;
        try (var lambda = StubLambda.always(circle)) {
            assertThat(Ran.on(lambda, "trace", "b1").out())
                    .containsSubsequence("b1 2 0", "x One", "A", "x Two", "B", "Why");
        }
    }

    @Test
    void as_json_it_is_what_the_function_answered() {
        try (var lambda = StubLambda.always("{'booking':'b1','why':['\\u009b1m']}")) {
            assertThat(Ran.on(lambda, "trace", "b1", "--json").out())
                    .isEqualToIgnoringNewLines("{\"booking\":\"b1\",\"why\":[\"\\u009b1m\"]}");
        }
    }

    @Test
    void a_booking_that_nobody_heard_of_is_one_line() {
        try (var lambda = StubLambda.always("{'mistake':'no booking has the id b9'}")) {
            var ran = Ran.on(lambda, "trace", "b9");

            assertThat(ran.err()).isEqualToIgnoringNewLines("millrace: no booking has the id b9");
            assertThat(ran.exitCode()).isEqualTo(1);
        }
    }
}
