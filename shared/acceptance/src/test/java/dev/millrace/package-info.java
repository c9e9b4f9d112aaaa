/// Tests that compare template.yaml, openapi.yaml, the deployed handlers and the docs with each
/// other.
@NullMarked
package dev.millrace;

import org.jspecify.annotations.NullMarked;
