package dev.millrace.cli;

import dev.millrace.cli.ConsolePages.Site;
import java.util.Map;

/// Renders the console's pages of an entity, and of the entities of a client.
record EntityPages(OperationsClient operations, Site site) {
    /// The entity's trace. Its instances and commits are loaded only when the reader opens them.
    String entity(Map<String, String> query) {
        var name = name(query);
        var answer = Trace.of(operations.trace(name));
        var trace = site.isOnAws() ? answer : answer.withoutRejections();
        return ConsolePages.render(
                "entity.jte",
                Map.of("grid", new TraceGrid(trace, site.options()), "query", name.query()));
    }

    String instances(Map<String, String> query) {
        return ConsolePages.render(
                "instances.jte", Map.of("answer", operations.instances(name(query))));
    }

    /// A page of commits.
    String commits(Map<String, String> query) {
        var name = name(query);
        var order = query.getOrDefault("order", "newest");
        var answer = operations.commits(name, order, query.get("after"));
        return ConsolePages.render(
                "commits.jte", Map.of("answer", answer, "query", name.query(), "order", order));
    }

    /// A page of the entities of a client.
    String ofClient(Map<String, String> query) {
        var client = id(query);
        var page = operations.entitiesOf(client, query.get("after"));
        return ConsolePages.render("client.jte", Map.of("client", client, "page", page));
    }

    private static EntityName name(Map<String, String> query) {
        var type = query.getOrDefault("type", "").strip();
        return new EntityName(type.isEmpty() ? null : type, id(query));
    }

    private static String id(Map<String, String> query) {
        var id = query.getOrDefault("id", "").strip();
        if (id.isEmpty()) throw new UserMistake("the id is missing");
        return id;
    }
}
