package dev.aulos.graph;

/// Makes a [Backend]; found on the class or module path by [java.util.ServiceLoader].
public interface BackendProvider {
  /// What users call it.
  String name();

  /// Opens the backend.
  ///
  /// @param threads how many threads compute a run; 0 for one per physical core
  Backend open(int threads);
}
