package dev.aulos.train.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.engine.files.ModelException;
import dev.aulos.engine.files.ModelFiles;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Weights;
import dev.aulos.train.StageWatcher;
import dev.aulos.weights.SafetensorsWriter;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelAverageTest {
  private static final String MOVED = "model.model.transformer.layers.0.self_attn.to_qkv.weight";
  private static final List<String> FILES =
      List.of("model_config.json", "text/config.json", "text/model.safetensors");

  @TempDir private Path place;
  private TinyBase tiny;

  @BeforeEach
  void write() throws IOException {
    tiny = TinyBase.in(place.resolve("first"));
  }

  private Weights own() {
    return tiny.files().weights();
  }

  /// A copy of the model with other tensors.
  private Path other(String name, Weights weights) throws IOException {
    var folder = place.resolve(name);
    try (var files = Files.walk(place.resolve("first"))) {
      for (var file : (Iterable<Path>) files::iterator) {
        var copy = folder.resolve(place.resolve("first").relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else if (!file.endsWith("first/model.safetensors")) {
          Files.copy(file, copy);
        }
      }
    }
    new SafetensorsWriter().addAll(weights).write(folder.resolve("model.safetensors"));
    return folder;
  }

  private Path shifted(String name, float by) throws IOException {
    return other(name, WeightViews.overriding(own(), Map.of(MOVED, shifted(by))));
  }

  private NdArray shifted(float by) {
    var values = own().get(MOVED).toF32().toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] += by * (i % 3);
    }
    return NdArray.of(values, own().shape(MOVED));
  }

  private static ModelAverage.Part part(Path folder, double weight) throws ModelException {
    return new ModelAverage.Part(ModelFiles.open(folder), weight);
  }

  private Path averaged(double weight, ModelAverage.Part... others) throws IOException {
    var out = place.resolve("out");
    var average = new ModelAverage(tiny.base(), weight, List.of(others));
    average.write(out, (stage, done, total) -> {}, Cancellation.none());
    return out;
  }

  @Test
  void isTheWeightedSumOfWhatDiffersAndKeepsWhatIsTheSame() throws IOException {
    var out = averaged(0.5, part(shifted("a", 3), 0.75), part(shifted("b", 6), -0.25));
    var made = ModelFiles.open(out).weights();
    assertThat(made.paths()).containsExactlyInAnyOrderElementsOf(own().paths());
    for (var path : own().paths()) {
      if (!path.equals(MOVED)) {
        assertThat(made.type(path)).isEqualTo(own().type(path));
        assertThat(made.get(path).bytes()).as(path).isEqualTo(own().get(path).bytes());
      }
    }
    assertThat(made.type(MOVED)).isEqualTo(DType.F32);
    var before = own().get(MOVED).toF32().toFloats();
    var after = made.get(MOVED).toFloats();
    for (int i = 0; i < after.length; i++) {
      assertThat(after[i]).isCloseTo(before[i] + 0.75f * (i % 3), within(1e-5f));
    }
    for (var file : FILES) {
      assertThat(out.resolve(file)).isRegularFile();
    }
    BaseModel.open(ModelFiles.open(out), List.of(), new ReferenceBackend()).close();
  }

  @Test
  void makesUpForRoundedWeights() throws IOException {
    var made = ModelFiles.open(averaged(0.33, part(shifted("a", 3), 0.66))).weights();
    var before = own().get(MOVED).toF32().toFloats();
    var after = made.get(MOVED).toFloats();
    for (int i = 0; i < after.length; i++) {
      assertThat(after[i]).isCloseTo(before[i] + 2 * (i % 3), within(1e-5f));
    }
  }

  @Test
  void tellsHowFarItIs() throws IOException {
    var stages = new ArrayList<String>();
    new ModelAverage(tiny.base(), 0.5, List.of(part(shifted("a", 1), 0.5)))
        .write(
            place.resolve("out"),
            (stage, done, total) -> stages.add(stage + " " + done + "/" + total),
            Cancellation.none());
    int all = own().paths().size();
    assertThat(stages)
        .hasSize(all + 1)
        .contains("comparing " + all + "/" + all)
        .endsWith("averaging 1/1");
  }

  @Test
  void refusesModelsThatAreNotAlike() throws IOException {
    var shape = own().shape(MOVED).clone();
    shape[0] *= 2;
    var wider =
        other(
            "wider", WeightViews.overriding(own(), Map.of(MOVED, NdArray.zeros(DType.F32, shape))));
    refused(wider, "has '" + MOVED + "' of shape");
    var more =
        other("more", WeightViews.overriding(own(), Map.of("x", NdArray.zeros(DType.F32, 1))));
    refused(more, "has a tensor 'x' more");
    var fewer = new LinkedHashMap<String, NdArray>();
    own().paths().forEach(path -> fewer.put(path, own().get(path)));
    fewer.remove(MOVED);
    refused(other("fewer", WeightViews.of(fewer)), "has no tensor '" + MOVED + "'");
    var configured = shifted("configured", 1);
    var config = configured.resolve("model_config.json");
    var text = Files.readString(config).replace("rectified_flow", "v");
    assertThat(text).contains("\"v\"");
    Files.writeString(config, text);
    refused(configured, "has another architecture or objective");
    var reading = shifted("reading", 1);
    Files.writeString(reading.resolve("text/config.json"), "{}");
    refused(reading, "has another text encoder (config.json)");
  }

  private void refused(Path other, String reason) throws IOException {
    var part = part(other, 0.5);
    assertThatThrownBy(() -> averaged(0.5, part))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(other.toString())
        .hasMessageContaining(reason);
    assertThat(place.resolve("out")).doesNotExist();
  }

  @Test
  void refusesWeightsThatAreNoAverage() throws IOException {
    var part = part(shifted("a", 1), 0.6);
    assertThatThrownBy(() -> new ModelAverage(tiny.base(), 0.5, List.of(part)))
        .hasMessage("weights add up to 1.1, expected 1");
    assertThatThrownBy(() -> new ModelAverage(tiny.base(), 1, List.of()))
        .hasMessageContaining("at least two");
  }

  @Test
  void leavesNothingBehindWhenItIsCancelled() throws IOException {
    var cancellation = Cancellation.create();
    var average = new ModelAverage(tiny.base(), 0.5, List.of(part(shifted("a", 1), 0.5)));
    StageWatcher watcher =
        (stage, done, total) -> {
          if (stage.equals("averaging") || done == total) {
            cancellation.cancel();
          }
        };
    assertThatThrownBy(() -> average.write(place.resolve("out"), watcher, cancellation))
        .isInstanceOf(CancellationException.class);
    try (var left = Files.list(place)) {
      assertThat(left).containsExactlyInAnyOrder(place.resolve("first"), place.resolve("a"));
    }
  }
}
