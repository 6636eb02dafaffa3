/// The program `aulos`. Start at [Main].
@org.jspecify.annotations.NullMarked
package dev.aulos.cli;
