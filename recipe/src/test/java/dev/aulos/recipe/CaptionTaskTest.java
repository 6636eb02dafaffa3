package dev.aulos.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.graph.Cancellation;
import dev.aulos.models.t5gemma.T5GemmaConfig;
import dev.aulos.onnx.OrtBackend;
import dev.aulos.recipe.sound.Claims;
import dev.aulos.recipe.sound.Kind;
import dev.aulos.recipe.sound.Place;
import dev.aulos.recipe.sound.SoundWorld;
import dev.aulos.text.Tokenizers;
import dev.aulos.train.AdamW;
import dev.aulos.train.LearningRate;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.text.BytePairs;
import dev.aulos.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionTaskTest {
  @TempDir private Path folder;

  @Test
  void learnsToTellKindsApart() throws IOException {
    var captions = LongStream.range(0, 400).mapToObj(i -> SoundWorld.caption(i).text()).toList();
    var file = folder.resolve("tokenizer.json");
    Files.writeString(file, BytePairs.learn(captions, 400).toString());
    var config =
        new T5GemmaConfig(
            400, 32, 16, 64, 2, 2, 16, 10_000, 64, List.of(false), Optional.empty(), 1e-6f);
    var settings =
        new TrainingRun.Settings(
            240,
            new LearningRate(4e-3, 10, new LearningRate.Decline.Constant()),
            new AdamW.Settings(0.9, 0.99, 1e-8, 0.01),
            1,
            0.9,
            240);
    var run = folder.resolve("run");
    try (var task =
        new CaptionTask(new OrtBackend(), config, Tokenizers.read(file), 16, 32, 0, 1)) {
      var opened = TrainingRun.open(run, task, settings);
      opened.train(step -> {}, Cancellation.none());
      var kind = opened.curves().points("kind", 8);
      assertThat(kind.get(7).value()).isLessThan(0.6 * kind.get(0).value());
    }
    var exported = Safetensors.open(run.resolve("export/text.safetensors"));
    assertThat(exported.paths())
        .contains("text.model.encoder.embed_tokens.weight")
        .allMatch(path -> path.startsWith("text.model.encoder."));
  }

  @Test
  void whatIsNotSaidIsAClassToo() {
    var silent = Claims.of(Kind.RAIN, 3);
    assertThat(Attribute.KIND.of(silent)).isEqualTo(Kind.RAIN.ordinal());
    assertThat(Attribute.TEMPO.of(silent)).isEqualTo(Attribute.TEMPO.classes() - 1);
    assertThat(Attribute.NOTE.of(silent)).isEqualTo(Attribute.NOTE.classes() - 1);
    var loud = Claims.of(Kind.MELODY, 3).withBpm(120).withPitchHz(440).withKey(14).with(Place.LEFT);
    assertThat(Attribute.TEMPO.of(loud)).isEqualTo(32);
    assertThat(Attribute.NOTE.of(loud)).isEqualTo(69);
    assertThat(Attribute.KEY.of(silent)).isEqualTo(24);
    assertThat(Attribute.KEY.of(loud)).isEqualTo(14);
    assertThat(Attribute.PLACE.of(loud)).isEqualTo(Place.LEFT.ordinal());
  }
}
