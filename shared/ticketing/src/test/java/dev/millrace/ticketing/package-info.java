/// Tests of the box office and the concerts, on DynamoDB Local.
@NullMarked
package dev.millrace.ticketing;

import org.jspecify.annotations.NullMarked;
