/// Concerts, seats and reservations, in one DynamoDB table: [dev.millrace.ticketing.ConcertCatalog]
/// puts seats on sale, [dev.millrace.ticketing.BoxOffice] holds them for bookings.
///
/// | `pk` | `sk` | the rest |
/// |---|---|---|
/// | `Concert#<id>` | `Concert` | `currency`, which never changes |
/// | `Concert#<id>` | `Seat#<row>#<number>`, five digits each | `price`, `currency`, and `heldBy`, the booking, while it is held |
/// | `Booking#<id>` | `Reservation` | `answer`: `HELD`, `REFUSED` or `RELEASED`; `concert`, `tickets`, `currency`, `deadline`; or `reason` |
///
/// Both keys are text. The table needs no stream and no index. A seat's item has everything that a
/// hold needs, so concurrent holds of different seats share no item.
@NullMarked
package dev.millrace.ticketing;

import org.jspecify.annotations.NullMarked;
