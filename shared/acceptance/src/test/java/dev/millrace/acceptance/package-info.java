/// The booking end to end, on a local cloud or LocalStack: its life, failures, costs and logs, and
/// the README's story.
@NullMarked
package dev.millrace.acceptance;

import org.jspecify.annotations.NullMarked;
