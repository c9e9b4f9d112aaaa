/// Duels: small worlds in which the deployed handlers run side by side, in an order that a seed
/// decides, with crashes, outages and defects, and are held to what the service promises.
@NullMarked
package dev.millrace.duels;

import org.jspecify.annotations.NullMarked;
