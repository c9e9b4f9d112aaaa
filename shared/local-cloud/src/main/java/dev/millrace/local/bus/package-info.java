/// What EventBridge does: takes events over its own protocol, matches them against rules, and fires
/// schedules.
@NullMarked
package dev.millrace.local.bus;

import org.jspecify.annotations.NullMarked;
