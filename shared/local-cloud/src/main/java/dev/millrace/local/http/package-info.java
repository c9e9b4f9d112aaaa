/// What API Gateway does for an HTTP API, and the endpoints that answer the AWS CLI on the same
/// port.
@NullMarked
package dev.millrace.local.http;

import org.jspecify.annotations.NullMarked;
