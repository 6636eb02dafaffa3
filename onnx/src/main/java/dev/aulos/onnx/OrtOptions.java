package dev.aulos.onnx;

import java.nio.file.Path;
import java.util.Optional;

/// How an [OrtBackend] computes.
///
/// @param threads how many threads compute one run; 0 leaves it to ONNX Runtime, which takes one a
///   physical core
/// @param spinning whether idle threads wait actively for work while a run lasts: faster runs, a
///   busier machine
/// @param prepacking whose weights are rearranged at compile time
/// @param arena whether memory freed within a run is kept for the next one, which saves the time of
///   taking it anew
/// @param profileFolder where profiles are written; every executable profiles itself if present
public record OrtOptions(
    int threads,
    boolean spinning,
    Prepacking prepacking,
    boolean arena,
    Optional<Path> profileFolder) {

  /// Whose weights are rearranged for the kernels at compile time. That makes a private copy, in
  /// place of the pages that all readers of a mapped file share and the system may drop, and takes
  /// longer than several runs save.
  public enum Prepacking {
    /// Nobody's: matrices are read where they are, a few parts in a hundred slower.
    NEVER,
    /// Those of graphs with transposed convolutions, which would rearrange theirs in every run.
    CONVOLUTIONS,
    /// All: for a graph of matrix products that runs dozens of times.
    ALWAYS
  }

  /// Checks the number of threads.
  public OrtOptions {
    if (threads < 0) {
      throw new IllegalArgumentException("threads is " + threads + ", expected 0 or more");
    }
  }

  /// The options that suit one user at one machine.
  public static OrtOptions defaults() {
    return new OrtOptions(0, true, Prepacking.CONVOLUTIONS, true, Optional.empty());
  }

  /// The same with another number of threads.
  public OrtOptions withThreads(int newThreads) {
    return new OrtOptions(newThreads, spinning, prepacking, arena, profileFolder);
  }

  /// The same with idle threads spinning or asleep.
  public OrtOptions withSpinning(boolean newSpinning) {
    return new OrtOptions(threads, newSpinning, prepacking, arena, profileFolder);
  }

  /// The same with other weights rearranged at compile time.
  public OrtOptions withPrepacking(Prepacking newPrepacking) {
    return new OrtOptions(threads, spinning, newPrepacking, arena, profileFolder);
  }

  /// The same with freed memory kept or given back.
  public OrtOptions withArena(boolean newArena) {
    return new OrtOptions(threads, spinning, prepacking, newArena, profileFolder);
  }

  /// The same with profiles written into a folder.
  public OrtOptions withProfileFolder(Path folder) {
    return new OrtOptions(threads, spinning, prepacking, arena, Optional.of(folder));
  }
}
