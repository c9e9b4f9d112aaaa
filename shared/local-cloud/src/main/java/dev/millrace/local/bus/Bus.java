package dev.millrace.local.bus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.Json;
import dev.millrace.local.bus.Rule.Target;
import dev.millrace.local.functions.Asynchronous;
import dev.millrace.local.functions.Functions;
import dev.millrace.local.store.QueueSender;
import dev.millrace.local.template.Place;
import dev.millrace.local.template.Resource;
import dev.millrace.local.template.Template;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The event buses of the template and `default`. An event that was taken is owed to the target of
/// every rule it matches.
public final class Bus {
    private final Set<String> names = new HashSet<>(Set.of("default"));
    private final List<Rule> rules;
    private final Asynchronous asynchronous;
    private final QueueSender queues;
    private final Place place;
    private final List<Consumer<JsonNode>> listeners = new CopyOnWriteArrayList<>();

    public Bus(
            Template template, Functions functions, Asynchronous asynchronous, QueueSender queues) {
        template.all("AWS::Events::EventBus").stream().map(Resource::name).forEach(names::add);
        this.rules = Rule.all(template, functions);
        this.asynchronous = asynchronous;
        this.queues = queues;
        this.place = template.place();
    }

    /// Hears every event that is taken from now on, in the form a rule's target gets it.
    public void onEvent(Consumer<JsonNode> listener) {
        listeners.add(listener);
    }

    boolean exists(String bus) {
        return names.contains(bus);
    }

    Place place() {
        return place;
    }

    /// Takes an event: when this returns, every target that matches has it or is owed it.
    void take(String bus, JsonNode event) {
        var text = Json.write(event);
        for (var rule : rules) {
            if (rule.bus().equals(bus) && rule.matches(text)) {
                give(rule, event);
            }
        }
        tell(event);
    }

    /// The rules, for whoever matches events against them elsewhere.
    public List<Rule> rules() {
        return rules;
    }

    /// Gives an event to the targets of a rule that it matches: they have it or are owed it when
    /// this returns.
    public void give(Rule rule, JsonNode event) {
        rule.targets().forEach(target -> give(target, event));
    }

    /// Tells all who wanted to hear of every event.
    public void tell(JsonNode event) {
        listeners.forEach(listener -> listener.accept(event));
    }

    private void give(Target target, JsonNode event) {
        switch (target) {
            case Target.ToFunction to -> asynchronous.invoke(to.function(), Rule.body(to, event));
            case Target.ToQueue(var queue) -> queues.send(queue, Json.write(event));
        }
    }
}
