/// The way from a function to DynamoDB in the same JVM, past HTTP.
@NullMarked
package dev.millrace.local.injvm;

import org.jspecify.annotations.NullMarked;
