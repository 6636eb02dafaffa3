package dev.aulos.models.same;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.models.Autoencoder;
import dev.aulos.models.config.Section;
import dev.aulos.models.config.UnsupportedModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameConfigTest {
  @Test
  void readsTheSmallModelStandingAlone() {
    var config = PublishedConfigs.smallConfig();

    assertThat(config.hop()).isEqualTo(4096);
    assertThat(config.chunked()).isFalse();
    assertThat(config.encoder().width()).isEqualTo(768);
    assertThat(config.encoder().heads()).isEqualTo(12);
    assertThat(config.encoder().mappingKernel()).isEqualTo(1);
    assertThat(config.decoder().mappingKernel()).isEqualTo(3);
    assertThat(config.decoder().maskNoise()).isEqualTo(0.01f);
    assertThat(config.decoder().neighbourhood()).isEqualTo(new Neighbourhood.Chunks(2, true));
  }

  @Test
  void readsTheLargeModelInsideADiffusionModel() {
    var config = PublishedConfigs.largeConfig();

    assertThat(config.hop()).isEqualTo(4096);
    assertThat(config.chunked()).isTrue();
    assertThat(config.decoder().width()).isEqualTo(1536);
    assertThat(config.decoder().mappingKernel()).isEqualTo(1);
    assertThat(config.encoder().maskNoise()).isEqualTo(0.001f);
    assertThat(config.decoder().neighbourhood()).isEqualTo(new Neighbourhood.Window(1, 1));
    assertThat(config.decoder().reach()).isEqualTo(12);
  }

  @Test
  void countsSinusoidalBlocksByTheStrictComparison() {
    var large = PublishedConfigs.largeConfig();

    for (int i = 0; i < 12; i++) {
      assertThat(large.decoder().isSinusoidal(i)).as("block %d", i).isEqualTo(i >= 5);
      assertThat(large.encoder().isSinusoidal(i)).isFalse();
    }
    assertThat(PublishedConfigs.smallConfig().decoder().isSinusoidal(5)).isFalse();
  }

  @Test
  void tellsItsConfigurationsFromOthers() {
    assertThat(SameConfig.fits(Section.of("model", PublishedConfigs.small()))).isTrue();
    var other = JsonParser.parseString("{\"encoder\": {\"type\": \"oobleck\"}}");
    assertThat(SameConfig.fits(Section.of("model", other))).isFalse();
    assertThat(SameConfig.fits(Section.of("model", new JsonObject()))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "encoder.type | \"oobleck\" | supported: same, taae_v2",
        "encoder.config.variable_stride | false | supported: true",
        "encoder.config.layer_scale | true | supported: false",
        "encoder.config.strides | [4, 4] | supported: one level",
        "encoder.config.chunk_size | 40 | multiple of the stride",
        "encoder.config.chunk_size | 48 | it must be even",
        "encoder.config.dim_heads | 100 | divide the width",
        "encoder.config.mask_nose | 1 | unknown key; did you mean mask_noise?",
        "decoder.soft_clip | true | supported: false",
        "decoder.config.strides | [8] | patches of 256",
        "decoder.config.latent_dim | 64 | decoder.config.latent_dim 64",
        "decoder.config.out_channels | 256 | decoder.config.out_channels 256",
        "bottleneck.type | \"vae\" | supported: softnorm",
        "bottleneck.config.noise_augment_dim | 4 | supported: 0",
        "pretransform.config.channels | 1 | io_channels is 2",
        "downsampling_ratio | 2048 | patches of 256",
        "unheard_of | 1 | unknown key"
      })
  void refusesWhatItCannotRun(String path, String value, String why) {
    var json = PublishedConfigs.small();
    set(json, path, JsonParser.parseString(value));

    assertThatThrownBy(() -> SameConfig.of(Section.of("model", json), false))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(why)
        .hasMessageStartingWith("model.");
  }

  @Test
  void refusesAScaleItWouldIgnore() {
    var json = PublishedConfigs.largePretransform();
    json.addProperty("scale", 0.5);

    assertThatThrownBy(() -> Autoencoder.pretransform(Section.of("pretransform", json)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("pretransform.scale: 0.5");
  }

  private static void set(JsonObject json, String path, JsonElement value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      json.add(path, value);
    } else {
      set(json.getAsJsonObject(path.substring(0, dot)), path.substring(dot + 1), value);
    }
  }
}
