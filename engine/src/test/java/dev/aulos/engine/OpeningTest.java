package dev.aulos.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.aulos.engine.files.ModelException;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Executable;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Weights;
import dev.aulos.weights.Checkpoint;
import dev.aulos.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is wrong with a model's files is said by name when it is opened.
class OpeningTest {
  private static final String GONE = "model.model.transformer.layers.1.ff.ff.2.bias";

  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void make() throws IOException {
    model = TinyModel.in(folder.resolve("tiny"));
  }

  @Test
  void opensByFolderByConfigurationAndByWeights() throws IOException {
    for (var given : new String[] {"", "model_config.json", "model.safetensors"}) {
      try (var opened = Aulos.open(model.resolve(given))) {
        assertThat(opened.info().name()).isEqualTo("tiny");
        assertThat(opened.info().sampler()).isEqualTo("pingpong");
        assertThat(opened.info().steps()).isEqualTo(8);
      }
    }
  }

  /// A backend that cannot run the transformer's step, and knows what of the rest is open.
  private static final class Failing implements Backend {
    private final Set<Executable> open = ConcurrentHashMap.newKeySet();
    private final Set<String> compiled = ConcurrentHashMap.newKeySet();

    @Override
    public String name() {
      return "failing";
    }

    @Override
    public Executable compile(Graph graph, Weights weights) {
      if (graph.outputs().containsKey("prediction")) {
        throw new UnsupportedOperationException("no transformer today");
      }
      compiled.add(graph.name());
      var executable = new ReferenceBackend().compile(graph, weights);
      var noted =
          new Executable() {
            @Override
            public Graph graph() {
              return executable.graph();
            }

            @Override
            public Map<String, NdArray> run(
                Map<String, NdArray> inputs,
                Map<String, NdArray> outputs,
                Cancellation cancellation) {
              return executable.run(inputs, outputs, cancellation);
            }

            @Override
            public void close() {
              open.remove(this);
              executable.close();
            }
          };
      open.add(noted);
      return noted;
    }
  }

  @Test
  void nothingStaysOpenOfAModelThatDoesNotOpen() {
    var backend = new Failing();
    assertThatThrownBy(() -> Aulos.open(model, Aulos.Options.DEFAULT, backend))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("no transformer today");
    assertThat(backend.compiled).hasSizeGreaterThan(1);
    assertThat(backend.open).isEmpty();
  }

  @Test
  void aModelMaySayHowItWantsToBeSampled() throws IOException {
    recommend("{\"sampler\": \"euler\", \"steps\": 12, \"guidance_scale\": 3}");
    try (var opened = Aulos.open(model)) {
      assertThat(opened.info().sampler()).isEqualTo("euler");
      assertThat(opened.info().steps()).isEqualTo(12);
      assertThat(opened.info().guidanceScale()).isEqualTo(3);
    }
    recommend("{\"sampler\": \"oiler\", \"steps\": 12, \"guidance_scale\": 3}");
    assertRefused(model, "config.sampling.sampler: 'oiler', supported: ");
    recommend("{\"sampler\": \"euler\", \"steps\": 9, \"guidance_scale\": 3, \"seconds\": 0}");
    assertRefused(model, "sampling.seconds");
    recommend("{\"sampler\": \"euler\", \"steps\": 0, \"guidance_scale\": 3}");
    assertRefused(model, "sampling.steps");
  }

  private void recommend(String sampling) throws IOException {
    var file = model.resolve("model_config.json");
    var json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    json.add("sampling", JsonParser.parseString(sampling));
    Files.writeString(file, json.toString());
  }

  @Test
  void aShardedModelIsOpenedAndKnownByAllItsFiles() throws IOException {
    String whole;
    try (var opened = Aulos.open(model)) {
      whole = opened.info().fingerprint();
    }
    var stored = Checkpoint.open(model.resolve("model.safetensors"));
    var index = new StringBuilder("{\"weight_map\": {");
    var parts = List.of(new SafetensorsWriter(), new SafetensorsWriter());
    int i = 0;
    for (var path : stored.paths()) {
      int part = i++ % 2;
      parts.get(part).add(path, stored.get(path));
      index.append(i == 1 ? "" : ", ");
      index.append('"').append(path).append("\": \"part-").append(part).append(".safetensors\"");
    }
    for (int part = 0; part < 2; part++) {
      parts.get(part).write(model.resolve("part-" + part + ".safetensors"));
    }
    Files.delete(model.resolve("model.safetensors"));
    Files.writeString(model.resolve("model.safetensors.index.json"), index + "}}");
    try (var opened = Aulos.open(model)) {
      assertThat(opened.info().fingerprint()).contains("+").isNotEqualTo(whole);
    }
  }

  @Test
  void refusesWhatIsMissing() throws IOException {
    assertRefused(folder.resolve("nowhere"), "no such file or folder");
    assertRefused(folder, "has neither model_config.json");
    Files.delete(model.resolve("model.safetensors"));
    assertRefused(model, "expected model.safetensors or model.ckpt");
  }

  @Test
  void refusesAMissingTensorByName() throws IOException {
    rewrite(GONE, null);
    assertRefused(model, GONE);
  }

  @Test
  void refusesAWrongShapeByName() throws IOException {
    rewrite(GONE, NdArray.zeros(DType.F32, 3));
    assertRefused(model, GONE);
    assertRefused(model, "64");
  }

  @Test
  void refusesAnUnknownTensorByName() throws IOException {
    rewrite("model.model.transformer.layers.2.pre_norm.gamma", NdArray.zeros(DType.F32, 64));
    assertRefused(model, "layers.2.pre_norm.gamma");
  }

  @Test
  void refusesAConfigurationItCannotRun() throws IOException {
    var config = model.resolve("model_config.json");
    var text = Files.readString(config);
    Files.writeString(config, text.replace("\"ln\"", "\"l2\""));
    assertRefused(model, "qk_norm");
    Files.writeString(config, text.replace("\"embed_dim\": 64", "\"embed_dim\": 65"));
    assertRefused(model, "num_heads");
    Files.writeString(config, text.substring(0, 200));
    assertRefused(model, "is not JSON");
    Files.write(config, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertRefused(model, "model_config.json");
  }

  @Test
  void refusesBrokenWeights() throws IOException {
    var file = model.resolve("model.safetensors");
    var bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 100));
    assertRefused(model, "model.safetensors");
    Files.write(file, new byte[10]);
    assertRefused(model, "model.safetensors");
  }

  @Test
  void saysWhereTheTextEncoderShouldBe() throws IOException {
    Files.move(model.resolve("t5-base"), model.resolve("elsewhere"));
    assertRefused(model, "needs the text encoder 't5-base'");
    Files.move(model.resolve("elsewhere"), folder.resolve("t5-base"));
    try (var opened = Aulos.open(model)) {
      assertThat(opened.info().channels()).isEqualTo(2);
    }
  }

  private void assertRefused(Path given, String message) {
    assertThatThrownBy(() -> Aulos.open(given).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  /// Writes the weights again, one tensor left out or put in.
  private void rewrite(String name, @org.jspecify.annotations.Nullable NdArray array)
      throws IOException {
    var file = model.resolve("model.safetensors");
    var stored = Checkpoint.open(file);
    var writer = new SafetensorsWriter();
    for (var path : stored.paths()) {
      if (!path.equals(name)) {
        writer.add(path, stored.get(path));
      }
    }
    if (array != null) {
      writer.add(name, array);
    }
    writer.write(file);
  }
}
