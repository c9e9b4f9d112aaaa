/// What Lambda does: one environment per concurrent event, the exact JSON in and out, time-outs,
/// errors in AWS's shape, and asynchronous invocations that are owed until they succeed or reach
/// their failure destination.
@NullMarked
package dev.millrace.local.functions;

import org.jspecify.annotations.NullMarked;
