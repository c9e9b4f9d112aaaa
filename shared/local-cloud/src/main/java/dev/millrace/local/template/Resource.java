package dev.millrace.local.template;

/// One resource whose condition is true. Every intrinsic function in its properties is computed.
///
/// @param name its physical name
/// @param at its `file:line`, for error messages
public record Resource(String id, String type, String name, Properties properties, String at) {
    /// Whether the resource is of this type, such as `AWS::DynamoDB::Table`.
    public boolean is(String type) {
        return this.type.equals(type);
    }
}
