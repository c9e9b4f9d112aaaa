/// What the booking adds to `./millrace`: the command `demo`, and a client of the booking's API.
@NullMarked
package dev.millrace.demo;

import org.jspecify.annotations.NullMarked;
