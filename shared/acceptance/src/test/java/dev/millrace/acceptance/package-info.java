/// The booking end to end, on a local cloud or LocalStack: its life, failures, costs and logs, and
/// the README's commands.
@NullMarked
package dev.millrace.acceptance;

import org.jspecify.annotations.NullMarked;
