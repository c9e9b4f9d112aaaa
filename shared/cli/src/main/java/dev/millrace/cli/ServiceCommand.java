package dev.millrace.cli;

import java.util.concurrent.Callable;

/// A command that a service adds to `./millrace`: a class with picocli's `@Command` and a public
/// constructor without arguments, on the class path, and registered for [java.util.ServiceLoader].
/// It may extend [CliCommand].
public interface ServiceCommand extends Callable<Integer> {}
