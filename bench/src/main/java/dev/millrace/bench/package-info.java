/// The benchmarks. [Bench] runs them; each file that implements [Benchmark] measures one thing.
@NullMarked
package dev.millrace.bench;

import org.jspecify.annotations.NullMarked;
