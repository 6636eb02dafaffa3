package dev.aulos.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.audio.Pcm;
import dev.aulos.engine.files.ModelException;
import dev.aulos.engine.noise.TorchRandom;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.weights.Checkpoint;
import dev.aulos.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatentCodecTest {
  private static final Path THREE = Path.of("src/test/resources/golden/generation");
  private static final String CODEC = "pretransform.model.";

  @TempDir Path folder;

  private static Pcm noise(int sampleRate, int channels, int frames) {
    var samples = new float[channels * frames];
    TorchRandom.ofSeed(2).fill(samples);
    for (int i = 0; i < samples.length; i++) {
      samples[i] *= 0.1f;
    }
    return Pcm.planar(sampleRate, channels, samples);
  }

  /// The autoencoder of a model, as a model of its own.
  private static Path alone(Path model, Path folder) throws IOException {
    Files.createDirectories(folder);
    var whole =
        JsonParser.parseString(Files.readString(model.resolve("model_config.json")))
            .getAsJsonObject();
    var config = new JsonObject();
    config.addProperty("model_type", "autoencoder");
    for (var key : new String[] {"sample_size", "sample_rate", "audio_channels"}) {
      config.add(key, whole.get(key));
    }
    var codec = whole.getAsJsonObject("model").getAsJsonObject("pretransform");
    config.add("model", codec.get("config"));
    Files.writeString(folder.resolve("model_config.json"), config.toString());
    var stored = Checkpoint.open(model.resolve("model.safetensors"));
    var writer = new SafetensorsWriter();
    for (var path : stored.paths()) {
      if (path.startsWith(CODEC)) {
        writer.add(path.substring(CODEC.length()), stored.get(path));
      }
    }
    writer.write(folder.resolve("model.safetensors"));
    return folder;
  }

  @Test
  void opensAModelWithoutItsTextEncoder() throws IOException {
    for (var name : new String[] {"model_config.json", "model.safetensors"}) {
      Files.copy(THREE.resolve(name), folder.resolve(name));
    }
    try (var codec = LatentCodec.open(folder)) {
      assertThat(codec.info().sampleRate()).isEqualTo(44_100);
      assertThat(codec.info().channels()).isEqualTo(2);
      assertThat(codec.info().latentChannels()).isEqualTo(16);
      assertThat(codec.info().hop()).isEqualTo(256);
    }
  }

  @Test
  void autoencodersAloneCodeAsTheModelsTheyAreOf() throws IOException {
    var models = new Path[] {THREE, TinyModel.in(folder.resolve("tiny"))};
    for (var model : models) {
      var apart = alone(model, folder.resolve("alone-" + model.getFileName()));
      try (var whole = LatentCodec.open(model);
          var alone = LatentCodec.open(apart)) {
        var sound = noise(44_100, 2, 5000);
        var latent = whole.encode(sound);
        assertThat(latent.shape()).containsExactly(whole.info().latentChannels(), 20);
        assertThat(alone.encode(sound).toFloats()).isEqualTo(latent.toFloats());
        var decoded = whole.decode(latent);
        assertThat(decoded.frames()).isEqualTo(20 * 256);
        assertThat(decoded.isSilent()).isFalse();
        assertThat(alone.decode(latent).planar()).isEqualTo(decoded.planar());
      }
    }
  }

  @Test
  void bringsSoundToTheModelsRateAndChannels() throws IOException {
    try (var codec = LatentCodec.open(THREE)) {
      assertThat(codec.encode(noise(22_050, 1, 1000)).shape()).containsExactly(16, 8);
      assertThat(codec.encode(noise(88_200, 6, 1000)).shape()).containsExactly(16, 2);
      assertThat(codec.encode(noise(44_100, 2, 1)).shape()).containsExactly(16, 1);
      var mono = noise(44_100, 1, 777);
      assertThat(codec.encode(mono.toStereo()).toFloats()).isEqualTo(codec.encode(mono).toFloats());
    }
  }

  @Test
  void drawsALatentThatFollowsFromTheSeed() throws IOException {
    try (var codec = LatentCodec.open(TinyModel.in(folder.resolve("tiny")))) {
      var sound = noise(44_100, 2, 3000);
      var drawn = codec.encode(sound, 7, Cancellation.none()).toFloats();
      assertThat(codec.encode(sound, 7, Cancellation.none()).toFloats()).isEqualTo(drawn);
      assertThat(codec.encode(sound, 8, Cancellation.none()).toFloats()).isNotEqualTo(drawn);
      assertThat(codec.encode(sound).toFloats()).isNotEqualTo(drawn);
    }
  }

  @Test
  void decodesBlockByBlockWhatItDecodesAtOnce() throws IOException {
    try (var codec = LatentCodec.open(THREE)) {
      var latent = codec.encode(noise(44_100, 2, 256 * 300));
      var whole = codec.decode(latent);
      var decoding = codec.decoding(latent);
      int at = 0;
      int blocks = 0;
      for (var block = decoding.next(); block.isPresent(); block = decoding.next()) {
        var sound = block.get();
        assertThat(sound.planar()).isEqualTo(whole.slice(at, at + sound.frames()).planar());
        at += sound.frames();
        blocks++;
      }
      assertThat(at).isEqualTo(whole.frames());
      assertThat(blocks).isGreaterThan(2);
      assertThat(decoding.fraction()).isEqualTo(1);
    }
  }

  @Test
  void endsWhenCancelled() throws IOException {
    try (var codec = LatentCodec.open(THREE)) {
      var cancelled = Cancellation.create();
      cancelled.cancel();
      assertThatThrownBy(() -> codec.encode(noise(44_100, 2, 3000), cancelled))
          .isInstanceOf(CancellationException.class);
      var decoding = codec.decoding(NdArray.zeros(DType.F32, 16, 20));
      decoding.cancel();
      assertThatThrownBy(decoding::next).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void refusesWhatIsNoSoundOrNoLatent() throws IOException {
    try (var codec = LatentCodec.open(THREE)) {
      assertThatThrownBy(() -> codec.encode(Pcm.silence(44_100, 2, 0)))
          .isInstanceOf(RequestException.class)
          .hasMessageContaining("no samples");
      assertThatThrownBy(() -> codec.encode(Pcm.of(44_100, new float[] {Float.NaN})))
          .hasMessageContaining("not finite");
      assertThatThrownBy(() -> codec.encode(noise(44_100, 2, 9), -1, Cancellation.none()))
          .hasMessageContaining("seed -1");
      for (long[] shape : new long[][] {{8, 5}, {16}, {2, 16, 5}, {16, 0}}) {
        assertThatThrownBy(() -> codec.decode(NdArray.zeros(DType.F32, shape)))
            .isInstanceOf(RequestException.class)
            .hasMessageContaining("(16, frames");
      }
      var infinite = NdArray.of(new float[] {Float.POSITIVE_INFINITY}, 1, 1);
      assertThatThrownBy(() -> codec.decode(infinite)).isInstanceOf(RequestException.class);
    }
  }

  @Test
  void refusesAFileThatLacksATensor() throws IOException {
    var apart = alone(THREE, folder.resolve("alone"));
    var file = apart.resolve("model.safetensors");
    var stored = Checkpoint.open(file);
    var writer = new SafetensorsWriter();
    var gone = stored.paths().stream().filter(p -> p.startsWith("decoder")).findFirst().get();
    for (var path : stored.paths()) {
      if (!path.equals(gone)) {
        writer.add(path, stored.get(path));
      }
    }
    writer.write(file);
    assertThatThrownBy(() -> LatentCodec.open(apart).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(gone.replaceFirst("_[gv]$", ""));
  }

  @Test
  void knowsTextEncodersOfBothFamilies() throws IOException {
    var gemma = TextEncoderInfo.of(THREE.resolve("t5gemma-b-b-ul2"));
    assertThat(gemma.family().name()).isEqualTo("T5_GEMMA");
    assertThat(gemma.layers()).isEqualTo(2);
    assertThat(gemma.width()).isEqualTo(32);
    var t5 = TextEncoderInfo.of(TinyModel.in(folder.resolve("tiny")).resolve("t5-base"));
    assertThat(t5.family().name()).isEqualTo("T5");
    assertThat(t5.vocabulary()).isEqualTo(32_128);
    assertThatThrownBy(() -> TextEncoderInfo.of(folder)).isInstanceOf(ModelException.class);
  }
}
