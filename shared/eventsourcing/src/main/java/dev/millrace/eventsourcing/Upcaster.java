package dev.millrace.eventsourcing;

import java.util.Map;
import java.util.function.UnaryOperator;

/// Lifts the data of one schema version to the next. It may change the map that it receives.
public interface Upcaster extends UnaryOperator<Map<String, Object>> {}
