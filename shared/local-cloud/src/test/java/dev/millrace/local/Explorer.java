package dev.millrace.local;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import java.util.TreeMap;

/// A handler that a test packages, and that answers which classes and variables it sees.
public final class Explorer implements RequestHandler<Map<String, String>, Map<String, String>> {
    private static int calls;

    private final Map<String, String> environment;

    public Explorer(Map<String, String> environment) {
        this.environment = environment;
    }

    /// A class in a library of the package.
    public static final class Library {
        private Library() {}

        static String name() {
            return "packaged";
        }
    }

    /// Answers whether it can load the class that the event names.
    @Override
    public Map<String, String> handleRequest(Map<String, String> event, Context context) {
        var answer = new TreeMap<String, String>();
        answer.put("library", Library.name());
        answer.put("calls", "" + ++calls);
        answer.put("word", environment.getOrDefault("WORD", ""));
        answer.put("sees", "" + sees(event.getOrDefault("class", "")));
        return answer;
    }

    private static boolean sees(String name) {
        try {
            Class.forName(name);
            return true;
        } catch (ClassNotFoundException unseen) {
            return false;
        }
    }
}
