/// Concerts and who holds their seats, on one DynamoDB table:
/// [dev.millrace.ticketing.ConcertCatalog] puts seats up for sale,
/// [dev.millrace.ticketing.BoxOffice] holds them for bookings.
///
/// | `pk` | `sk` | the rest |
/// |---|---|---|
/// | `Concert#<id>` | `Concert` | `currency`, fixed for good |
/// | `Concert#<id>` | `Seat#<row>#<number>`, five digits each | `price`, `currency`, and `heldBy`, the booking, while it is held |
/// | `Booking#<id>` | `Reservation` | `answer`: `HELD`, `REFUSED` or `RELEASED`; `concert`, `tickets`, `currency`, `deadline`; or `reason` |
///
/// Both keys are text. The table needs no stream and no index. A seat's item alone says all that is
/// needed to sell it, so a hold reads nothing that all its rivals read too.
@NullMarked
package dev.millrace.ticketing;

import org.jspecify.annotations.NullMarked;
