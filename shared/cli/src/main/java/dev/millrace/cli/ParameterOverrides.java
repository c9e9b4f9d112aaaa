package dev.millrace.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Parses the template's parameters as sam takes them: `Key=Value` or
/// `ParameterKey=Key,ParameterValue=Value`.
final class ParameterOverrides {
    private static final Pattern LONG = Pattern.compile("ParameterKey=([^,]+),ParameterValue=(.*)");
    private static final Pattern SHORT = Pattern.compile("([A-Za-z0-9]+)=(.*)");

    private ParameterOverrides() {}

    static Map<String, String> parse(List<String> texts) {
        var overrides = new LinkedHashMap<String, String>();
        for (var text : texts) {
            var matcher = LONG.matcher(text).matches() ? LONG.matcher(text) : SHORT.matcher(text);
            if (!matcher.matches()) {
                throw new UserMistake(
                        "--parameter-overrides takes Key=Value, not '%s'".formatted(text));
            }
            overrides.put(matcher.group(1), matcher.group(2));
        }
        return overrides;
    }
}
