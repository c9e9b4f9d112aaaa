/// LocalStack, the second backend of the end-to-end tests.
@NullMarked
package dev.millrace.localstack;

import org.jspecify.annotations.NullMarked;
