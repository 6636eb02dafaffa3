package dev.aulos.graph;

import java.nio.file.Path;

/// Where the bytes of a parameter lie in a file, so that a backend can map them itself.
public record FileRegion(Path file, long offset, long length) {}
