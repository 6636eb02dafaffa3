package dev.aulos.models.same;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.models.Autoencoder;
import dev.aulos.models.config.Section;
import dev.aulos.models.config.UnsupportedModelException;
import org.junit.jupiter.api.Test;

class SpectralConfigTest {
  private static JsonObject json() {
    var side =
        """
        {"type": "same", "config": {"%s_channels": 424, "channels": 16, "latent_dim": 4,
        "c_mults": [1], "strides": [4], "transformer_depths": [1], "dim_heads": 8,
        "variable_stride": true, "sliding_window": [1, 1]}}
        """;
    var text =
        """
        {"encoder": %s, "decoder": %s, "latent_dim": 4, "downsampling_ratio": 2048,
        "io_channels": 2,
        "bottleneck": {"type": "softnorm", "config": {"dim": 4, "auto_scale": true}},
        "pretransform": {"type": "spectral",
          "config": {"channels": 2, "frame_size": 512, "numbers": 424}}}
        """;
    return JsonParser.parseString(text.formatted(side.formatted("in"), side.formatted("out")))
        .getAsJsonObject();
  }

  private static Autoencoder read(JsonObject json) {
    var whole = new JsonObject();
    whole.addProperty("type", "autoencoder");
    whole.add("config", json);
    return Autoencoder.pretransform(Section.of("pretransform", whole));
  }

  @Test
  void theNetworkSeesDescriptionsAndTheModelSamples() {
    var autoencoder = (Autoencoder.Spectral) read(json());

    assertThat(autoencoder.hop()).isEqualTo(2048);
    assertThat(autoencoder.latentChannels()).isEqualTo(4);
    assertThat(autoencoder.config().numbers()).isEqualTo(424);
    assertThat(autoencoder.config().network().audioChannels()).isEqualTo(1);
    assertThat(autoencoder.config().network().hop()).isEqualTo(4 * 424);
  }

  @Test
  void refusesAHopThatIsNotItsFramesTimesTheStride() {
    var json = json();
    json.addProperty("downsampling_ratio", 1024);

    assertThatThrownBy(() -> read(json))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("downsampling_ratio")
        .hasMessageContaining("2048");
  }

  @Test
  void refusesOtherChannelsThanTwo() {
    var json = json();
    json.addProperty("io_channels", 1);

    assertThatThrownBy(() -> read(json))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("pretransform.config.io_channels");
  }
}
