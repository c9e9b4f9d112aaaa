package dev.millrace.cli;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/// A handler of some service. It is packaged by a [CounterService].
public final class Counter implements RequestHandler<Map<String, Integer>, Map<String, Object>> {
    private final String name;
    private int count;

    public Counter(Map<String, String> environment) {
        this.name = environment.getOrDefault("NAME", "");
    }

    @Override
    public Map<String, Object> handleRequest(Map<String, Integer> event, Context context) {
        System.out.println("counting");
        count += event.getOrDefault("by", 1);
        return Map.of("name", name, "count", count);
    }
}
