package dev.aulos.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.engine.Aulos;
import dev.aulos.engine.GenerateRequest;
import dev.aulos.onnx.OrtBackend;
import dev.aulos.recipe.sound.SoundWorld;
import dev.aulos.text.Tokenizers;
import dev.aulos.train.Latents;
import dev.aulos.train.text.BytePairs;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.SafetensorsWriter;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssemblyTest {
  @TempDir private static Path folder;

  /// The parts as untrained stages would leave them.
  @BeforeAll
  static void assemble() throws IOException {
    var captions = LongStream.range(0, 500).mapToObj(i -> SoundWorld.caption(i).text()).toList();
    var tokenizer = folder.resolve("tokenizer.json");
    var vocabulary = BytePairs.learn(captions, 500);
    Files.writeString(tokenizer, vocabulary.toString());
    var backend = new OrtBackend();
    var words = Tokenizers.read(tokenizer);
    var items = new LatentLibrary.Parted(none(), Optional.empty());
    try (var crops = new SoundCrops(0, 1, 1);
        var autoencoder = NanoRecipe.autoencoder(backend, crops, Optional.empty());
        var captioning = NanoRecipe.captions(backend, words);
        var texts = NanoRecipe.texts(backend, words, captioning.start());
        var flow = NanoRecipe.flow(backend, texts, items, Optional.empty())) {
      new SafetensorsWriter().addAll(autoencoder.start()).write(folder.resolve("ae.safetensors"));
      captioning.export(folder, captioning.start());
      flow.export(folder, flow.start());
    }
    var deviations = new double[64];
    Arrays.setAll(deviations, i -> 0.5 + i / 64.0);
    var scale = new LatentScale(deviations);
    var text = Safetensors.open(folder.resolve("text.safetensors"));
    var own = WeightViews.prefixed(text, CaptionTask.TEXT);
    new Assembly(folder.resolve("ae.safetensors"), scale, folder, own, tokenizer)
        .write(folder.resolve("model"));
  }

  private static Latents none() {
    return new Latents() {
      @Override
      public int size() {
        return 1;
      }

      @Override
      public int frames(int item) {
        return 1;
      }

      @Override
      public float[] values(int item) {
        return new float[64];
      }

      @Override
      public String caption(int item) {
        return "";
      }

      @Override
      public double seconds(int item) {
        return 1;
      }
    };
  }

  @Test
  void theAssembledModelOpensAndMakesSoundOfTheAskedLength() throws IOException {
    try (var model = Aulos.open(folder.resolve("model"), new Aulos.Options(List.of(), 0))) {
      var request =
          GenerateRequest.of("punchy kick").withDuration(Duration.ofMillis(500)).withSeed(1);
      var sound = model.generate(request).sound();
      assertThat(sound.sampleRate()).isEqualTo(44_100);
      assertThat(sound.channels()).isEqualTo(2);
      assertThat(sound.frames()).isEqualTo(22_050);
      assertThat(sound.hasNonFinite()).isFalse();
    }
  }

  @Test
  void whatTrainingHasReachedFitsTheNetworks() throws IOException {
    var reached = NanoRecipe.reached(folder.resolve("cache"));
    for (var part : new String[] {"ae", "diffusion"}) {
      var fresh = Safetensors.open(folder.resolve(part + ".safetensors"));
      assertThat(reached.paths()).containsAll(fresh.paths());
      for (var path : fresh.paths()) {
        assertThat(reached.shape(path)).as(path).isEqualTo(fresh.shape(path));
      }
    }
    var text = Safetensors.open(folder.resolve("text.safetensors"));
    for (var path : text.paths()) {
      if (!path.endsWith("embed_tokens.weight")) { // here of a smaller vocabulary
        assertThat(reached.shape(path)).as(path).isEqualTo(text.shape(path));
      }
    }
  }
}
