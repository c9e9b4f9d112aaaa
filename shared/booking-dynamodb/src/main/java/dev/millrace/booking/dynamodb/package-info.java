/// The bookings view on DynamoDB: the queries by its indexes.
@NullMarked
package dev.millrace.booking.dynamodb;

import org.jspecify.annotations.NullMarked;
