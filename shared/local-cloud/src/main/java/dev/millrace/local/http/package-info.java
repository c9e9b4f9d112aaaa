/// Emulates API Gateway's HTTP API, and serves AWS APIs to functions and the AWS CLI on the same
/// port.
@NullMarked
package dev.millrace.local.http;

import org.jspecify.annotations.NullMarked;
