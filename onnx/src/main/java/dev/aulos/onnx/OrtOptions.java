package dev.aulos.onnx;

import java.nio.file.Path;
import java.util.Optional;

/// How an [OrtBackend] computes.
///
/// @param threads how many threads compute one run; 0 leaves it to ONNX Runtime, which takes one a
///   physical core
/// @param spinning whether idle threads wait actively for work: faster runs, a busier machine
/// @param prepacked whether matrices are rearranged at compile time: faster products of few rows,
///   at the price of a private copy of every weight matrix
/// @param arena whether memory freed within a run is kept for the next one
/// @param profileFolder where profiles are written; every executable profiles itself if present
public record OrtOptions(
    int threads, boolean spinning, boolean prepacked, boolean arena, Optional<Path> profileFolder) {

  /// Checks the number of threads.
  public OrtOptions {
    if (threads < 0) {
      throw new IllegalArgumentException("threads is " + threads + ", expected 0 or more");
    }
  }

  /// The options that suit one user at one machine.
  public static OrtOptions defaults() {
    return new OrtOptions(0, true, true, true, Optional.empty());
  }

  /// The same with another number of threads.
  public OrtOptions withThreads(int newThreads) {
    return new OrtOptions(newThreads, spinning, prepacked, arena, profileFolder);
  }

  /// The same with idle threads spinning or asleep.
  public OrtOptions withSpinning(boolean newSpinning) {
    return new OrtOptions(threads, newSpinning, prepacked, arena, profileFolder);
  }

  /// The same with weight matrices rearranged at compile time, or read where they are.
  public OrtOptions withPrepacked(boolean newPrepacked) {
    return new OrtOptions(threads, spinning, newPrepacked, arena, profileFolder);
  }

  /// The same with freed memory kept or given back.
  public OrtOptions withArena(boolean newArena) {
    return new OrtOptions(threads, spinning, prepacked, newArena, profileFolder);
  }

  /// The same with profiles written into a folder.
  public OrtOptions withProfileFolder(Path folder) {
    return new OrtOptions(threads, spinning, prepacked, arena, Optional.of(folder));
  }
}
