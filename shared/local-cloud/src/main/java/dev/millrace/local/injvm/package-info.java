/// Connects functions to DynamoDB in the same JVM, without HTTP.
@NullMarked
package dev.millrace.local.injvm;

import org.jspecify.annotations.NullMarked;
