package dev.aulos.train.tuning;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.aulos.graph.DType;
import java.util.List;

/// Which weights get an adapter, and of what form.
///
/// @param rank of the matrix that is added; in `-xs` forms at most the weight's own
/// @param alpha the matrix is multiplied with alpha ÷ rank
/// @param include parts of the names of the modules to adapt, in which `[a-b]` stands for each
///   number from a to b; all if empty
/// @param exclude parts of the names of those to leave alone, whatever `include` says
/// @param stored the type of exported numbers: F16 as published adapters have it, or F32, which
///   keeps what was trained to the last bit
/// @param seed of the first values of A
public record Adaptation(
    AdapterForm form,
    int rank,
    double alpha,
    List<String> include,
    List<String> exclude,
    DType stored,
    long seed) {
  private static final int MOST_RANK = 1 << 16;

  /// Checks the numbers and copies the lists.
  public Adaptation {
    if (rank < 1 || rank > MOST_RANK) {
      throw new IllegalArgumentException("rank is " + rank + ", expected 1 to " + MOST_RANK);
    }
    if (!Double.isFinite(alpha) || alpha == 0) {
      throw new IllegalArgumentException(
          "alpha is " + alpha + ", expected a number other than 0, such as the rank");
    }
    if (stored != DType.F16 && stored != DType.F32) {
      throw new IllegalArgumentException(
          "adapters are stored as " + stored + ", expected F16, F32");
    }
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /// All modules, alpha as the rank, stored as F16.
  public static Adaptation of(AdapterForm form, int rank) {
    return new Adaptation(form, rank, rank, List.of(), List.of(), DType.F16, 42);
  }

  /// What the published recipe starts with: DoRA by rows, rank 16.
  public static Adaptation published() {
    return of(AdapterForm.DORA_ROWS, 16);
  }

  /// With only some modules.
  public Adaptation withModules(List<String> some, List<String> butNot) {
    return new Adaptation(form, rank, alpha, some, butNot, stored, seed);
  }

  /// With another alpha.
  public Adaptation withAlpha(double other) {
    return new Adaptation(form, rank, other, include, exclude, stored, seed);
  }

  /// With exported numbers of another type.
  public Adaptation withStored(DType type) {
    return new Adaptation(form, rank, alpha, include, exclude, type, seed);
  }

  /// With another seed.
  public Adaptation withSeed(long other) {
    return new Adaptation(form, rank, alpha, include, exclude, stored, other);
  }

  /// What the low-rank matrix is multiplied with.
  double scale() {
    return alpha / rank;
  }

  /// `lora_config`, the JSON that an adapter's file says of itself.
  String description() {
    var json = new JsonObject();
    json.addProperty("rank", rank);
    json.addProperty("alpha", alpha);
    json.addProperty("adapter_type", form.toString());
    json.addProperty("dropout", 0);
    add(json, "include", include);
    add(json, "exclude", exclude);
    return json.toString();
  }

  private static void add(JsonObject json, String key, List<String> parts) {
    if (!parts.isEmpty()) {
      var array = new JsonArray();
      parts.forEach(array::add);
      json.add(key, array);
    }
  }
}
