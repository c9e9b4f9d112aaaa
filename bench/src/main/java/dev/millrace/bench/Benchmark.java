package dev.millrace.bench;

import java.util.List;

/// One benchmark.
interface Benchmark {
    /// Its name on the command line.
    String name();

    /// Measures it.
    ///
    /// @return tables whose every figure comes from this run
    List<Table> run(Scale scale) throws Exception;
}
