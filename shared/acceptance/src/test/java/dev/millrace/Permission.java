package dev.millrace;

import java.util.Map;
import java.util.Set;

/// A permission that a call of AWS needs: an action on a resource.
///
/// @param action such as `dynamodb:PutItem`
/// @param resource its ARN, with `${Id.Arn}` for the resource `Id` of the template
/// @param keys the condition keys of the call and their values
public record Permission(String action, String resource, Map<String, Set<String>> keys) {
    public static Permission of(String action, String resource) {
        return new Permission(action, resource, Map.of());
    }

    public Permission with(String key, Set<String> values) {
        return new Permission(action, resource, Map.of(key, values));
    }
}
