/// template.yaml, openapi.yaml and the deployed handlers, held to each other and to the docs.
@NullMarked
package dev.millrace;

import org.jspecify.annotations.NullMarked;
