/// Duels are simulation tests. The deployed handlers run concurrently in a small world, in an order
/// that a seed decides, with crashes, outages and defects. A judge then checks what the service
/// promises.
@NullMarked
package dev.millrace.duels;

import org.jspecify.annotations.NullMarked;
