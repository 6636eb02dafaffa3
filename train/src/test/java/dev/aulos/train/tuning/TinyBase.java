package dev.aulos.train.tuning;

import dev.aulos.engine.files.ModelFiles;
import dev.aulos.engine.files.RandomModel;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.models.ModelConfig;
import dev.aulos.train.FlowBatches;
import dev.aulos.train.FlowData;
import dev.aulos.train.Latents;
import dev.aulos.train.loss.TimestepSampler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/// A small model with random weights, and latents to tune it on.
record TinyBase(ModelFiles files, BaseModel base) {
  private static final FlowBatches.Settings BATCHES = TuningRecipe.batches(List.of(4), 8, 1);

  /// Of Stable Audio 3.
  static TinyBase in(Path folder) throws IOException {
    return in(folder, "");
  }

  /// Of a line.
  static TinyBase in(Path folder, ModelConfig.Line line) throws IOException {
    return in(folder, line == ModelConfig.Line.OPEN ? "open_" : "");
  }

  private static TinyBase in(Path folder, String which) throws IOException {
    var config = resource(which + "model_config.json");
    RandomModel.write(folder, config, resource(which + "text_config.json"), 3);
    var files = ModelFiles.open(folder);
    return new TinyBase(files, BaseModel.open(files, List.of(), new ReferenceBackend()));
  }

  private static String resource(String name) throws IOException {
    var stream = Objects.requireNonNull(TinyBase.class.getResourceAsStream(name), name);
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  AdapterTask adapter(Adaptation adaptation) {
    try {
      return AdapterTask.attach(new ReferenceBackend(), base, adaptation, data(), times());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FullTuningTask full() {
    return FullTuningTask.of(new ReferenceBackend(), base, data(), times());
  }

  private FlowData data() {
    return new FlowData(latents(), Optional.of(latents()), BATCHES);
  }

  private TimestepSampler times() {
    return TuningRecipe.times(base.config());
  }

  Latents latents() {
    int channels = base.config().dit().channels();
    return new Latents() {
      @Override
      public int size() {
        return 3;
      }

      @Override
      public int frames(int item) {
        return item == 2 ? 3 : 4;
      }

      @Override
      public float[] values(int item) {
        var random = new Random(item);
        var values = new float[channels * frames(item)];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) random.nextGaussian();
        }
        return values;
      }

      @Override
      public String caption(int item) {
        return List.of("a bell", "rain", "a kick").get(item);
      }

      @Override
      public double seconds(int item) {
        return 1 + item;
      }

      @Override
      public double start(int item) {
        return 0.5 * item;
      }
    };
  }
}
