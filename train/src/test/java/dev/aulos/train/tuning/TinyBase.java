package dev.aulos.train.tuning;

import dev.aulos.engine.files.ModelFiles;
import dev.aulos.engine.files.RandomModel;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.train.FlowTask;
import dev.aulos.train.Latents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/// A small model of Stable Audio 3 with random weights, and latents to tune it on.
record TinyBase(ModelFiles files, BaseModel base) {
  private static final FlowTask.Settings BATCHES = TuningRecipe.batches(List.of(4), 8, 1);

  static TinyBase in(Path folder) throws IOException {
    RandomModel.write(folder, resource("model_config.json"), resource("text_config.json"), 3);
    var files = ModelFiles.open(folder);
    return new TinyBase(files, BaseModel.of(files));
  }

  private static String resource(String name) throws IOException {
    var stream = Objects.requireNonNull(TinyBase.class.getResourceAsStream(name), name);
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  AdapterTask adapter(Adaptation adaptation) {
    try {
      return AdapterTask.attach(
          new ReferenceBackend(), base, adaptation, BATCHES, TuningRecipe.times(), latents());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FullTuningTask full() {
    return FullTuningTask.of(
        new ReferenceBackend(), base, BATCHES, TuningRecipe.times(), latents());
  }

  private static Latents latents() {
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
        var values = new float[16 * frames(item)];
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
    };
  }
}
