package dev.aulos.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.engine.adapters.AdapterFile;
import dev.aulos.engine.files.ModelException;
import dev.aulos.engine.files.ModelFiles;
import dev.aulos.graph.NdArray;
import dev.aulos.onnx.OrtBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Adapters on the small model among the reference cases, through the public API.
class AdaptersTest {
  private static final Path MODEL = Path.of("src/test/resources/golden/generation");

  @TempDir private static Path folder;
  private static Aulos model;
  private static AdapterUse lora;
  private static float[] plain;

  @BeforeAll
  static void open() throws IOException {
    var weights = ModelFiles.open(MODEL).weights();
    var file = AdapterFile.of("");
    for (var module : List.of("transformer.layers.0.self_attn.to_qkv", "preprocess_conv")) {
      var shape = weights.shape("model.model." + module + ".weight");
      file.with("model." + module, "lora_A", random(2, shape[1]));
      file.with("model." + module, "lora_B", random(shape[0], 2));
    }
    lora = AdapterUse.of(file.write(folder.resolve("lora.safetensors")));
    model = Aulos.open(MODEL);
    plain = sound(request());
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static NdArray random(long rows, long columns) {
    var random = new Random(5);
    var values = new float[(int) (rows * columns)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return NdArray.of(values, rows, columns);
  }

  private static GenerateRequest request() {
    return GenerateRequest.of("slow piano").withDuration(Duration.ofMillis(60)).withSeed(3);
  }

  private static GenerateRequest with(AdapterUse... uses) {
    return request().withAdapters(List.of(uses));
  }

  private static float[] sound(GenerateRequest request) {
    return model.generate(request).sound().planar();
  }

  @Test
  void changeTheSoundAsFarAsTheirStrength() {
    var full = sound(with(lora));
    assertThat(full).isNotEqualTo(plain);
    assertThat(sound(with(lora.withStrength(0.3)))).isNotEqualTo(full).isNotEqualTo(plain);
    assertThat(sound(with(lora.withStrength(0)))).isEqualTo(plain);
    assertThat(sound(with(lora))).isEqualTo(full);
    model.dropAdapters();
    assertThat(sound(with(lora))).isEqualTo(full);
    assertThat(sound(request())).isEqualTo(plain);
  }

  @Test
  void actOnlyWithinTheirInterval() {
    assertThat(sound(with(lora.within(0, 0)))).as("no step is at level 0").isEqualTo(plain);
    assertThat(sound(with(lora.within(0, 1)))).isEqualTo(sound(with(lora)));
    assertThat(sound(with(lora.within(0, 0.6))))
        .isNotEqualTo(plain)
        .isNotEqualTo(sound(with(lora)));
  }

  @Test
  void leaveModulesAlone() {
    assertThat(sound(with(lora.without("layers.[0-9], Preprocess")))).isEqualTo(plain);
    assertThat(sound(with(lora.without("preprocess"))))
        .isNotEqualTo(plain)
        .isNotEqualTo(sound(with(lora)));
  }

  @Test
  void areThoseOfTheModelWhereARequestNamesNone() throws IOException {
    var options = Aulos.Options.DEFAULT.withAdapters(List.of(lora));
    try (var opened = Aulos.open(MODEL, options, new OrtBackend())) {
      assertThat(opened.generate(request()).sound().planar()).isEqualTo(sound(with(lora)));
      assertThat(opened.generate(with()).sound().planar()).isEqualTo(plain);
    }
    var wrong = Aulos.Options.DEFAULT.withAdapters(List.of(lora.withFile(Path.of("gone.x"))));
    assertThatThrownBy(() -> Aulos.open(MODEL, wrong, new OrtBackend()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("adapter gone.x: no such file");
  }

  @Test
  void standInTheTakeWithNameFingerprintAndStrength() throws IOException {
    var take = model.generate(with(lora.withStrength(0.5).within(0.1, 0.9).without("to_kv")));
    var settings = Settings.of(take.settings().toJson());
    assertThat(settings).isEqualTo(take.settings());
    var use = settings.request().adapters().orElseThrow().get(0);
    assertThat(use.file()).isEqualTo(Path.of("lora.safetensors"));
    assertThat(use.fingerprint().orElseThrow()).startsWith("quick1:");
    assertThat(use.strength()).isEqualTo(0.5);
    assertThatThrownBy(() -> model.generate(settings.request()))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("adapter lora.safetensors: no such file");
    var again = settings.request().withAdapters(List.of(use.withFile(lora.file())));
    assertThat(sound(again)).isEqualTo(take.sound().planar());
    var other = use.withFile(lora.file()).withFingerprint("quick1:0");
    assertThatThrownBy(() -> model.generate(settings.request().withAdapters(List.of(other))))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("is not the adapter that was used");
  }

  @Test
  void foundInSettingsLeadToNoOtherFolder() {
    var take = model.generate(with(lora)).settings().toJson();
    var hostile = take.replace("lora.safetensors", "/etc/../x/lora.safetensors");
    var use = Settings.of(hostile).request().adapters().orElseThrow().get(0);
    assertThat(use.file()).isEqualTo(Path.of("lora.safetensors"));
  }

  @Test
  void mergeIntoAModelOfItsOwn() throws IOException {
    var merged = Files.createDirectory(folder.resolve("merged"));
    try (var files = Files.walk(MODEL)) {
      for (var file : (Iterable<Path>) files::iterator) {
        var copy = merged.resolve(MODEL.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    var uses = List.of(lora.withStrength(0.5), lora.withStrength(0.25));
    Adapters.merge(MODEL, uses, merged.resolve("model.safetensors"));
    try (var opened = Aulos.open(merged, Aulos.Options.DEFAULT, new OrtBackend())) {
      assertThat(opened.generate(request()).sound().planar())
          .isEqualTo(sound(request().withAdapters(uses)));
    }
    var file = merged.resolve("model.safetensors");
    assertThatThrownBy(() -> Adapters.merge(file, uses, file))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("is what is read");
    assertThatThrownBy(
            () -> Adapters.blend(MODEL, List.of(lora.within(0, 0.5)), folder.resolve("x")))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("every noise level");
    assertThatThrownBy(() -> Adapters.merge(MODEL, List.of(), folder.resolve("x")))
        .hasMessageContaining("without an adapter");
  }

  @Test
  void areRefusedOutsideTheirRanges() {
    assertThatThrownBy(() -> lora.withStrength(10.5)).hasMessageContaining("-10 to 10");
    assertThatThrownBy(() -> lora.within(0.6, 0.5)).hasMessageContaining("from ≤ to");
    assertThatThrownBy(() -> lora.within(0, 1.1)).hasMessageContaining("0 to 1");
    assertThatThrownBy(() -> lora.without("[1-99999]")).isInstanceOf(RequestException.class);
    assertThatThrownBy(() -> AdapterUse.of(Path.of("/"))).hasMessageContaining("no file");
    var many = Collections.nCopies(17, lora);
    assertThatThrownBy(() -> request().withAdapters(many)).hasMessageContaining("at most 16");
    var sized = new AdapterUse(lora.file(), Optional.empty(), 1, 0, 1, "");
    assertThat(sized).isEqualTo(lora);
  }
}
