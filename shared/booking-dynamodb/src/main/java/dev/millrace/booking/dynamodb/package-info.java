/// The bookings view on DynamoDB, and the queries its indexes answer.
@NullMarked
package dev.millrace.booking.dynamodb;

import org.jspecify.annotations.NullMarked;
