/// A backend that is not ours: the tests of the whole run on it as well.
@NullMarked
package dev.millrace.localstack;

import org.jspecify.annotations.NullMarked;
