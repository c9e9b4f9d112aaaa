package com.acme.parcels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.parcels.Courier.Command.ReleaseParcel;
import com.acme.parcels.Courier.Command.TakeParcel;
import com.acme.parcels.Dispatch.DeliveryReminder;
import com.acme.parcels.Dispatch.Input;
import com.acme.parcels.Dispatch.Input.Assigned;
import com.acme.parcels.Dispatch.Input.Ended;
import com.acme.parcels.Dispatch.Input.Refused;
import com.acme.parcels.Dispatch.Input.Registered;
import com.acme.parcels.Dispatch.Input.Taken;
import com.acme.parcels.Dispatch.State;
import com.acme.parcels.Parcel.Command.AssignCourier;
import com.acme.parcels.Parcel.Command.ReturnParcel;
import com.acme.parcels.Parcel.Rejection;
import dev.millrace.eventsourcing.Effect.Finish;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Effect.WakeAfter;
import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.process.InputTime;
import dev.millrace.eventsourcing.testkit.ProcessScenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DispatchTest {
    private static final Instant NOW = Instant.parse("2026-05-06T18:00:00Z");
    private static final InputTime TIME = new InputTime(NOW, NOW);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private static final Registered REGISTERED = new Registered("p1", "ada");
    private static final WakeAfter LOOK_AGAIN = new WakeAfter("look again", HOUR, true);
    private static final DeliveryReminder REMINDER =
            new DeliveryReminder(Ids.of("delivery-reminder", "p1"), "p1", "ada");
    private static final Send<?> RETURN = new Send<>(Parcel.TYPE, "p1", new ReturnParcel());

    private static ProcessScenario<State, Input> dispatch(Input... inputs) {
        return ProcessScenario.of(new Dispatch(List.of("anna", "ben")), NOW).given(inputs);
    }

    private static Send<?> ask(String courier) {
        return new Send<>(Courier.TYPE, courier, new TakeParcel("p1"));
    }

    private static Send<?> release(String courier) {
        return new Send<>(Courier.TYPE, courier, new ReleaseParcel("p1"));
    }

    private static Send<?> assign(String courier) {
        return new Send<>(Parcel.TYPE, "p1", new AssignCourier(courier));
    }

    @Nested
    class Finding_a_courier {
        @Test
        void a_registered_parcel_is_offered_to_the_first_courier() {
            dispatch()
                    .when(REGISTERED)
                    .then(
                            ask("anna"),
                            new WakeAt("remind", NOW.plus(DAY.multipliedBy(2)), true),
                            new WakeAt("return", NOW.plus(DAY.multipliedBy(5)), true));
        }

        @Test
        void the_courier_who_takes_it_is_assigned() {
            dispatch(REGISTERED).when(new Taken("anna")).then(assign("anna"));
        }

        /// This happens after a restore of the journal: the assignment comes before the answers.
        @Test
        void an_assigned_parcel_keeps_its_courier_after_any_other_answer() {
            dispatch(REGISTERED, new Assigned("ben"))
                    .when(new Refused())
                    .thenNothing()
                    .when(new Taken("ben"))
                    .thenNothing()
                    .when(new Taken("anna"))
                    .then(release("anna"))
                    .when(new Ended())
                    .then(release("ben"), new Finish());
        }

        @Test
        void if_a_courier_is_full_the_next_one_is_asked() {
            dispatch(REGISTERED)
                    .when(new Refused())
                    .then(ask("ben"))
                    .when(new Taken("ben"))
                    .then(assign("ben"));
        }

        @Test
        void if_all_are_full_it_looks_again_in_an_hour() {
            dispatch(REGISTERED, new Refused())
                    .when(new Refused())
                    .then(LOOK_AGAIN)
                    .after(HOUR)
                    .then(ask("anna"))
                    .when(new Refused())
                    .then(ask("ben"))
                    .when(new Refused())
                    .then(LOOK_AGAIN);
        }
    }

    /// If a process expects a commit that a restore of the journal has lost, an operator is told.
    @Nested
    class A_commit_of_the_parcel {
        private final Dispatch process = new Dispatch(List.of("anna", "ben"));

        @Test
        void is_expected_after_the_courier_has_taken_it_until_it_is_assigned() {
            var taken = dispatch(REGISTERED, new Taken("anna"));

            assertThat(process.expectsCommit(dispatch(REGISTERED).state())).isFalse();
            assertThat(process.expectsCommit(taken.state())).isTrue();
            assertThat(process.expectsCommit(taken.given(new Assigned("anna")).state())).isFalse();
        }

        @Test
        void is_expected_after_the_return_until_the_parcel_has_ended() {
            var returning =
                    dispatch(REGISTERED)
                            .after(DAY.multipliedBy(5))
                            .then(new Publish(REMINDER), RETURN);

            assertThat(process.expectsCommit(returning.state())).isTrue();
            assertThat(process.expectsCommit(returning.given(new Ended()).state())).isFalse();
        }
    }

    @Nested
    class Waiting_for_the_delivery {
        @Test
        void the_recipient_is_reminded_after_two_days_and_the_parcel_returned_after_five() {
            dispatch(REGISTERED, new Taken("anna"))
                    .after(DAY.multipliedBy(2))
                    .then(new Publish(REMINDER))
                    .after(DAY.multipliedBy(3))
                    .then(RETURN)
                    .when(new Ended())
                    .then(release("anna"), new Finish());
        }

        @Test
        void a_delivered_parcel_is_released_without_a_reminder() {
            dispatch(REGISTERED, new Taken("anna"))
                    .when(new Ended())
                    .then(release("anna"), new Finish())
                    .after(DAY.multipliedBy(9))
                    .thenNothing();
        }

        /// A delivery and a return may race. The journal of the parcel says which came first.
        @Test
        void a_return_that_comes_too_late_changes_nothing() {
            dispatch(REGISTERED, new Taken("anna"))
                    .rejecting(Parcel.TYPE, Rejection.ALREADY_DELIVERED)
                    .after(DAY.multipliedBy(5))
                    .then(new Publish(REMINDER), RETURN)
                    .rejecting(Parcel.TYPE, null)
                    .when(new Ended())
                    .then(release("anna"), new Finish());
        }
    }

    @Nested
    class A_parcel_that_ends_without_a_courier {
        @Test
        void is_over_if_all_are_full() {
            var ended =
                    dispatch(REGISTERED, new Refused(), new Refused())
                            .when(new Ended())
                            .then(new Finish());

            assertThat(ended.isFinished()).isTrue();
        }

        @Test
        void is_released_by_a_courier_who_takes_it_afterwards() {
            dispatch(REGISTERED)
                    .when(new Ended())
                    .thenNothing()
                    .when(new Taken("anna"))
                    .then(release("anna"), new Finish());
        }

        @Test
        void is_offered_to_no_other_courier_if_the_courier_refuses_it_afterwards() {
            dispatch(REGISTERED)
                    .when(new Ended())
                    .thenNothing()
                    .when(new Refused())
                    .then(new Finish());
        }

        @Test
        void is_released_even_if_it_was_erased_meanwhile() {
            var ended = dispatch(REGISTERED, new Ended()).state();

            var erased = new Dispatch(List.of("anna")).erased(ended);

            assertThat(erased.recipient()).isEmpty();
            assertThat(new Dispatch(List.of("anna")).on(erased, new Taken("anna"), TIME).effects())
                    .containsExactly(release("anna"), new Finish());
        }

        @Test
        void does_not_end_twice() {
            var ended = dispatch(REGISTERED, new Ended());

            assertThatThrownBy(() -> ended.when(new Ended()))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
