package dev.aulos.train.tuning;

import dev.aulos.engine.files.Folders;
import dev.aulos.engine.files.ModelException;
import dev.aulos.engine.files.ModelFiles;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.models.ModelConfig;
import dev.aulos.train.StageWatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Models made into one by a weighted sum of their weights: several trainings from one start,
/// averaged (arXiv:2203.05482), or what one training changed, added to another (arXiv:2212.04089),
/// which a weight of −1 for the start does.
///
/// What the models have in common stays as it is stored, bit for bit; what differs is summed and
/// written in F32.
///
/// @param first the model whose configuration and text encoder the result has
/// @param weight of its weights
/// @param others the other models
public record ModelAverage(BaseModel first, double weight, List<Part> others) {
  private static final double TOLERANCE = 0.015; // 0.33, 0.33 and 0.33 are meant as thirds

  /// A model, and how much of it is taken.
  ///
  /// @param weight any number; those of all parts add up to 1, about; what is rounded is made up
  ///   for
  public record Part(ModelFiles files, double weight) {}

  /// Copies the list.
  ///
  /// @throws IllegalArgumentException if there is one model only, or the weights do not add up to 1
  public ModelAverage {
    others = List.copyOf(others);
    if (others.isEmpty()) {
      throw new IllegalArgumentException("one model is its own average; name at least two");
    }
    double sum = weight + others.stream().mapToDouble(Part::weight).sum();
    if (!(Math.abs(sum - 1) <= TOLERANCE)) {
      throw new IllegalArgumentException("weights add up to " + sum + ", expected 1");
    }
  }

  private List<Part> parts() {
    var own = new Part(first.files(), weight);
    return Stream.concat(Stream.of(own), others.stream()).toList();
  }

  /// Writes the folder of the result, whole or not at all.
  ///
  /// @param folder one that is not there yet
  /// @throws ModelException if the models are not alike, or read texts by different encoders
  /// @throws java.util.concurrent.CancellationException if cancelled
  public void write(Path folder, StageWatcher watcher, Cancellation cancellation)
      throws IOException {
    for (var other : others) {
      requireAlike(other.files());
    }
    var sum = new Sum(differing(watcher, cancellation), watcher, cancellation);
    var place = folder.toAbsolutePath();
    var draft = place.resolveSibling("." + place.getFileName() + ".part");
    Folders.delete(draft);
    try {
      TunedModel.alike(first).write(sum, draft);
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Folders.delete(draft);
    }
  }

  private void requireAlike(ModelFiles other) throws ModelException {
    if (!(other.config() instanceof ModelConfig.TextToAudio config)) {
      throw new ModelException(
          other.folder(), "is an autoencoder alone, expected a model that makes sound of text");
    }
    var own = first.config();
    if (!config.dit().equals(own.dit())
        || !config.conditioners().equals(own.conditioners())
        || config.objective().isFlow() != own.objective().isFlow()) {
      throw unlike(other, "has another architecture or objective");
    }
    var missing = new TreeSet<>(first.stored().paths());
    missing.removeAll(other.weights().paths());
    if (!missing.isEmpty()) {
      throw unlike(other, "has no tensor '" + missing.first() + "'");
    }
    var more = new TreeSet<>(other.weights().paths());
    more.removeAll(first.stored().paths());
    if (!more.isEmpty()) {
      throw unlike(other, "has a tensor '" + more.first() + "' more");
    }
    for (var path : first.stored().paths()) {
      requireAlike(other, path);
    }
    requireSameText(other, config);
  }

  private void requireAlike(ModelFiles other, String path) throws ModelException {
    var own = first.stored();
    if (!Arrays.equals(own.shape(path), other.weights().shape(path))) {
      throw unlike(
          other,
          String.format(
              "has '%s' of shape %s, not %s",
              path,
              Arrays.toString(other.weights().shape(path)),
              Arrays.toString(own.shape(path))));
    }
    if (own.type(path).isFloat() != other.weights().type(path).isFloat()) {
      throw unlike(
          other,
          String.format(
              "has '%s' as %s, not as %s", path, other.weights().type(path), own.type(path)));
    }
  }

  private ModelException unlike(ModelFiles other, String how) {
    return new ModelException(
        other.folder(),
        how + ", unlike " + first.files().folder() + "; only models alike are averaged");
  }

  /// A transformer knows the rows of its own text encoder only.
  private void requireSameText(ModelFiles other, ModelConfig.TextToAudio config)
      throws ModelException {
    var theirs = other.folder().resolve(config.text().folder());
    if (!Files.isDirectory(theirs)) {
      return; // an encoder that models share
    }
    try (var files = Files.list(first.textFolder())) {
      for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        var same = theirs.resolve(file.getFileName());
        if (Files.isRegularFile(same) && Files.mismatch(file, same) >= 0) {
          throw unlike(other, "has another text encoder (" + same.getFileName() + ")");
        }
      }
    } catch (IOException e) {
      throw e instanceof ModelException known ? known : new ModelException(theirs, e);
    }
  }

  /// The tensors that are not the same in all models.
  private Set<String> differing(StageWatcher watcher, Cancellation cancellation)
      throws ModelException {
    var differing = new LinkedHashSet<String>();
    int done = 0;
    for (var path : first.stored().paths()) {
      cancellation.check();
      for (var other : others) {
        if (!isSame(path, other.files().weights())) {
          requireFloats(path, other.files());
          differing.add(path);
        }
      }
      watcher.at("comparing", ++done, first.stored().paths().size());
    }
    return differing;
  }

  private boolean isSame(String path, Weights other) {
    return first.stored().type(path) == other.type(path)
        && first.stored().get(path).bytes().equals(other.get(path).bytes());
  }

  private void requireFloats(String path, ModelFiles other) throws ModelException {
    if (!first.stored().type(path).isFloat()) {
      throw unlike(other, "has other whole numbers in '" + path + "'");
    }
  }

  /// The sums, each made when it is asked for.
  private final class Sum implements Weights {
    private final Set<String> differing;
    private final StageWatcher watcher;
    private final Cancellation cancellation;
    private int done;

    Sum(Set<String> differing, StageWatcher watcher, Cancellation cancellation) {
      this.differing = differing;
      this.watcher = watcher;
      this.cancellation = cancellation;
    }

    @Override
    public Set<String> paths() {
      return differing;
    }

    @Override
    public NdArray get(String path) {
      cancellation.check();
      var rounded = NdArray.zeros(DType.F32, shape(path));
      var sum = new double[rounded.size()];
      double total = 0;
      for (var part : parts()) {
        var values = part.files().weights().get(path).toF32().floats();
        for (int i = 0; i < sum.length; i++) {
          sum[i] += part.weight() * values.get(i);
        }
        total += part.weight();
      }
      var values = rounded.floats();
      for (double value : sum) {
        values.put((float) (value / total));
      }
      watcher.at("averaging", ++done, differing.size());
      return rounded;
    }

    @Override
    public long[] shape(String path) {
      return first.stored().shape(path);
    }

    @Override
    public DType type(String path) {
      return DType.F32;
    }

    @Override
    public String toString() {
      return "a weighted sum of " + (others.size() + 1) + " models";
    }
  }
}
