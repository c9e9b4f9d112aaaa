/// Storage: the embedded engine and its HTTP endpoint, the template's tables, queues and buckets,
/// and a table for the local cloud's own data.
@NullMarked
package dev.millrace.local.store;

import org.jspecify.annotations.NullMarked;
