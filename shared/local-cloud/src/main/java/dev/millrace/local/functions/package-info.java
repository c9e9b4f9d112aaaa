/// Emulates Lambda: one environment per concurrent event, the exact JSON in and out, timeouts,
/// errors in AWS's format, and asynchronous invocations that are owed until they succeed or reach
/// their failure destination.
@NullMarked
package dev.millrace.local.functions;

import org.jspecify.annotations.NullMarked;
