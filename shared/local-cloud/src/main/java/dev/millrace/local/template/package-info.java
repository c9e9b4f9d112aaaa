/// The template as CloudFormation sees it: parameters are checked, conditions are evaluated,
/// intrinsic functions are computed, and each resource has its physical name. Nothing here knows
/// how a resource is run.
@NullMarked
package dev.millrace.local.template;

import org.jspecify.annotations.NullMarked;
