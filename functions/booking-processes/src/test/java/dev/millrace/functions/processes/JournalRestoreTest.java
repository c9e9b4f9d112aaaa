package dev.millrace.functions.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.Seat;
import dev.millrace.booking.Seats;
import dev.millrace.booking.dynamodb.BookingHistory;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.lambda.TestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A journal that was restored to an earlier moment: what is ahead of it, and how an operator
/// reconciles that.
@DisplayNameGeneration(ReplaceUnderscores.class)
class JournalRestoreTest {
    /// Owed effects are due after this time.
    private static final Duration SWEPT_AFTER = Duration.ofMinutes(1);

    @RegisterExtension private final Backstage backstage = new Backstage();

    private final RestoredJournal restored = new RestoredJournal(backstage);

    @BeforeEach
    void restoredTable() {
        restored.create();
    }

    private Map<String, Object> restore() {
        return restored.restore();
    }

    private List<String> ask(String operation) {
        return restored.ask(operation);
    }

    private void sweep() {
        backstage.history().clock().advance(SWEPT_AFTER);
        backstage.timers().run(TestContext.inTime());
    }

    @Test
    void without_a_restore_nothing_is_ahead() {
        var booking = backstage.confirmed();
        backstage.pay(booking, "p1", "49.90");
        backstage.deliver(booking, 3);

        assertThat(ask("ahead")).isEmpty();
        assertThat(ask("reconcile")).isEmpty();
    }

    @Test
    void a_restore_copies_the_journal_and_repeating_it_changes_nothing() {
        backstage.confirmed();
        restored.backUp();

        assertThat(restore()).containsEntry("copied", 2).containsEntry("present", 0);
        assertThat(backstage.items("Events"))
                .containsExactlyInAnyOrderElementsOf(restored.backup());
        assertThat(backstage.operate(Map.of("operation", "restore", "segment", 0, "segments", 1)))
                .containsEntry("copied", 0)
                .containsEntry("present", 2)
                .doesNotContainKey("next");
    }

    @Test
    void a_payment_that_was_lost_settles_the_booking_again_and_is_not_refunded() {
        var booking = backstage.confirmed();
        restored.backUp();
        backstage.pay(booking, "p1", "49.90");
        backstage.deliver(booking, 3);
        project(booking);
        restore();

        var ahead = ask("ahead");
        assertThat(ahead)
                .containsExactlyInAnyOrder(
                        "AHEAD payment %s: knows commit 3 of Booking#%s, whose journal ends at 2"
                                .formatted(booking, booking),
                        "AHEAD reminder %s: knows commit 3 of Booking#%s, whose journal ends at 2"
                                .formatted(booking, booking),
                        "AHEAD booking-view %s: contains commit 3, but the journal ends at 2"
                                .formatted(booking));
        assertThat(ask("ahead")).isEqualTo(ahead);
        assertThat(ask("reconcile")).hasSize(3).allMatch(one -> one.startsWith("RECONCILED "));
        assertThat(ask("ahead")).isEmpty();
        var published = backstage.published().size();
        sweep();

        assertThat(backstage.commits(booking)).hasSize(3);
        assertThat(backstage.commits(booking).getLast().events().toString()).contains("p1");
        assertThat(backstage.published()).hasSize(published);
    }

    @Test
    void a_payment_whose_commit_is_lost_before_it_was_handled_settles_the_booking_again() {
        var booking = backstage.confirmed();
        restored.backUp();
        backstage.pay(booking, "p1", "49.90");
        assertThat(ask("ahead")).isEmpty();
        restore();

        assertThat(ask("reconcile"))
                .containsExactly(
                        "RECONCILED payment %s: expects a commit after 2 of Booking#%s, whose journal ends at 2"
                                .formatted(booking, booking));
        sweep();

        assertThat(backstage.commits(booking)).hasSize(3);
        assertThat(ask("ahead")).isEmpty();
    }

    /// Without the rewind, the process would treat the new commit 3 as handled.
    @Test
    void a_new_commit_with_the_number_of_a_lost_one_is_handled() {
        var booking = backstage.confirmed();
        restored.backUp();
        backstage.pay(booking, "p1", "49.90");
        backstage.deliver(booking, 3);
        restore();
        ask("reconcile");
        backstage.history().cancelled(booking, "ada", "never mind");
        backstage.deliver(booking, 3);

        assertThat(backstage.published().getLast().detail()).contains("p1", "ALREADY_CANCELLED");
        assertThat(backstage.freeSeats()).contains(1);
    }

    @Test
    void seats_of_a_booking_that_is_not_in_the_journal_are_released_and_its_row_is_deleted() {
        restored.backUp();
        var booking = backstage.confirmed();
        backstage.pay(booking, "p1", "49.90");
        backstage.deliver(booking, 3);
        restore();
        assertThat(backstage.freeSeats()).doesNotContain(1);

        assertThat(ask("reconcile"))
                .contains(
                        "RECONCILED Booking#%s: holds seats, and the journal has no such booking"
                                .formatted(booking));
        assertThat(backstage.freeSeats()).contains(1);
        assertThat(backstage.operate(Map.of("operation", "entities-of", "client", "ada")))
                .containsEntry("entities", List.of());
        backstage.history().clock().advance(Duration.ofMinutes(11));
        sweep();

        assertThat(backstage.published().getLast().detail()).contains("p1", "UNKNOWN_BOOKING");
        assertThat(ask("ahead")).isEmpty();
    }

    /// The booking's journal is empty when it is read, and the booking is placed a moment later.
    @Test
    void a_booking_that_is_placed_in_between_keeps_its_seats() {
        var booking = Ids.of("ada", "1");
        var wanted = List.of(new Seat(1, 1));
        backstage.boxOffice().hold(booking, BookingHistory.CONCERT, wanted);
        var meanwhile =
                new Seats() {
                    private boolean isPlaced;

                    @Override
                    public @Nullable HoldAnswer answer(String bookingId) {
                        if (!isPlaced) backstage.history().placed("ada", "1", 1);
                        isPlaced = true;
                        return backstage.boxOffice().answer(bookingId);
                    }

                    @Override
                    public HoldAnswer hold(String bookingId, String concert, List<Seat> seats) {
                        return backstage.boxOffice().hold(bookingId, concert, seats);
                    }

                    @Override
                    public void release(String bookingId) {
                        backstage.boxOffice().release(bookingId);
                    }
                };

        assertThat(backstage.operate(meanwhile, Map.of("operation", "reconcile")))
                .containsEntry("ahead", List.of());

        assertThat(meanwhile.isPlaced).isTrue();
        assertThat(backstage.freeSeats()).doesNotContain(1);
    }

    @Test
    void a_booking_whose_cancellation_is_lost_is_cancelled_and_nothing_is_refunded_twice() {
        var booking = backstage.confirmed();
        restored.backUp();
        backstage.history().cancelled(booking, "ada", "never mind");
        backstage.deliver(booking, 3);
        backstage.pay(booking, "p1", "49.90");
        restore();
        var refunds = backstage.published().size();

        // The instances are rewound first, before the cancellation makes a new commit 3.
        assertThat(ask("reconcile"))
                .hasSize(3)
                .last()
                .isEqualTo(
                        "RECONCILED Booking#%s: is CONFIRMED by the journal, and its seats are released"
                                .formatted(booking));
        backstage.deliver(booking, 3);
        sweep();

        assertThat(backstage.commits(booking)).hasSize(3);
        assertThat(backstage.published().subList(refunds, backstage.published().size()))
                .noneMatch(one -> one.detailType().equals("RefundRequested"));
    }

    @Test
    void an_erased_booking_is_left_until_it_is_erased_again() {
        var booking = backstage.confirmed();
        backstage.pay(booking, "p1", "49.90");
        backstage.deliver(booking, 3);
        project(booking);
        restored.backUp();
        backstage.operate(Map.of("operation", "erase", "entity", booking));
        restore();

        assertThat(ask("reconcile"))
                .isNotEmpty()
                .allMatch(one -> one.startsWith("LEFT ") && one.contains("erase --listed"));
        assertThat(backstage.operate(Map.of("operation", "erase", "entity", booking)))
                .containsEntry("outcome", "ERASED");

        assertThat(ask("reconcile")).isEmpty();
    }

    @Test
    void an_erased_booking_that_is_not_in_the_journal_keeps_its_seats() {
        restored.backUp();
        var booking = backstage.confirmed();
        backstage.pay(booking, "p1", "49.90");
        backstage.deliver(booking, 3);
        backstage.operate(Map.of("operation", "erase", "entity", booking));
        restore();

        assertThat(ask("reconcile")).isEmpty();
        assertThat(backstage.freeSeats()).doesNotContain(1);
    }

    @Test
    void an_unreadable_instance_is_left_and_hides_nothing_else() {
        var booking = backstage.confirmed();
        restored.backUp();
        backstage.history().cancelled(booking, "ada", "never mind");
        backstage.deliver(booking, 3);
        restore();
        backstage.breakdowns().spoilInstance("reminder#" + booking, "version");

        assertThat(ask("reconcile"))
                .anyMatch(one -> one.startsWith("LEFT reminder " + booking + ": "))
                .anyMatch(one -> one.startsWith("RECONCILED Booking#" + booking));
    }

    @Test
    void marks_of_notifications_are_no_instances() {
        backstage.put(
                "Processes",
                Map.of(
                        "pk", AttributeValue.fromS("notification#m"),
                        "forgetAt", AttributeValue.fromN("1")));

        assertThat(ask("ahead")).isEmpty();
    }

    @Test
    void a_wrong_after_is_a_mistake() {
        assertThat(backstage.operate(Map.of("operation", "ahead", "after", "no cursor")))
                .containsOnlyKeys("mistake");
        assertThat(
                        backstage.operate(
                                Map.of(
                                        "operation",
                                        "restore",
                                        "segment",
                                        0,
                                        "segments",
                                        1,
                                        "after",
                                        "no cursor")))
                .containsOnlyKeys("mistake");
    }

    private void project(String booking) {
        backstage.operate(
                Map.of("operation", "from-journal", "process", "booking-view", "entity", booking));
    }
}
