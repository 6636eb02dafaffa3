package dev.aulos.cli;

import dev.aulos.onnx.OrtBackend;
import dev.aulos.onnx.OrtOptions;
import picocli.CommandLine.Option;

/// How many threads compute, for commands that open no model.
final class ThreadFlags {
  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many threads compute; 0 for one per core.")
  int threads;

  /// The runtime, on so many.
  OrtBackend backend() {
    return backend(threads);
  }

  /// The runtime, on so many threads.
  static OrtBackend backend(int threads) {
    NativeLibraries.prepare(Home.ofUser());
    return new OrtBackend(OrtOptions.defaults().withThreads(threads));
  }
}
