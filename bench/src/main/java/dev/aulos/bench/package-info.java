/// Benchmarks of single operations, by JMH. Whole generations are measured by `aulos bench`.
@NullMarked
package dev.aulos.bench;

import org.jspecify.annotations.NullMarked;
