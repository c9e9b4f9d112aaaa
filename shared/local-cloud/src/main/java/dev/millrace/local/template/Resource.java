package dev.millrace.local.template;

/// One resource that exists here: its condition holds and every intrinsic in its properties is
/// computed. `name` is its physical name, `at` the `file:line` to complain about.
public record Resource(String id, String type, String name, Properties properties, String at) {
    /// What `Ref` and `Arn` name it: `function`, `table`, …: the last part of its type, in lower
    /// case.
    public boolean is(String type) {
        return this.type.equals(type);
    }
}
