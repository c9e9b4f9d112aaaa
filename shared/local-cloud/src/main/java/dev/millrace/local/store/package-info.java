/// Where everything lies: the embedded engine, its HTTP endpoint, the template's tables, and a
/// table of the local cloud's own for what it owes and keeps.
@NullMarked
package dev.millrace.local.store;

import org.jspecify.annotations.NullMarked;
