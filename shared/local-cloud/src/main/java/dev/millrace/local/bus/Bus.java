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

/// The event buses of the template and `default`. A bus delivers each event it receives to the
/// targets of every rule that the event matches.
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

    /// Calls the listener with every event received from now on, in the form that a rule's target
    /// gets.
    public void onEvent(Consumer<JsonNode> listener) {
        listeners.add(listener);
    }

    boolean exists(String bus) {
        return names.contains(bus);
    }

    Place place() {
        return place;
    }

    /// Receives an event on each bus that has a rule for it. Returns whether any bus has one.
    public boolean receive(JsonNode event) {
        var text = Json.write(event);
        var buses =
                rules.stream()
                        .filter(rule -> rule.matches(text))
                        .map(Rule::bus)
                        .distinct()
                        .toList();
        buses.forEach(bus -> receive(bus, event));
        return !buses.isEmpty();
    }

    /// Receives an event. When this returns, each target that matches has the event, or its
    /// invocation is stored.
    void receive(String bus, JsonNode event) {
        var text = Json.write(event);
        for (var rule : rules) {
            if (rule.bus().equals(bus) && rule.matches(text)) {
                give(rule, event);
            }
        }
        notifyListeners(event);
    }

    /// The rules, for a backend that matches events against them itself.
    public List<Rule> rules() {
        return rules;
    }

    /// Gives an event to the targets of a rule that it matches. When this returns, each target has
    /// the event, or its invocation is stored.
    public void give(Rule rule, JsonNode event) {
        rule.targets().forEach(target -> give(target, event));
    }

    /// Calls every listener with the event.
    public void notifyListeners(JsonNode event) {
        listeners.forEach(listener -> listener.accept(event));
    }

    private void give(Target target, JsonNode event) {
        switch (target) {
            case Target.ToFunction to -> asynchronous.invoke(to.function(), Rule.body(to, event));
            case Target.ToQueue(var queue) -> queues.send(queue, Json.write(event));
        }
    }
}
