/// The template as CloudFormation would see it: parameters checked, conditions decided, intrinsics
/// resolved, and every resource given its physical name. Nothing here knows how a resource is run.
@NullMarked
package dev.millrace.local.template;

import org.jspecify.annotations.NullMarked;
