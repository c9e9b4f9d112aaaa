/// What the booking adds to `./millrace`: the commands `demo`, `smoke` and `bench`, and a client of
/// the booking's API.
@NullMarked
package dev.millrace.demo;

import org.jspecify.annotations.NullMarked;
