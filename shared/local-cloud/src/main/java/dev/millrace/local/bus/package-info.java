/// Emulates EventBridge: accepts events over its protocol, matches them against rules, and fires
/// schedules.
@NullMarked
package dev.millrace.local.bus;

import org.jspecify.annotations.NullMarked;
