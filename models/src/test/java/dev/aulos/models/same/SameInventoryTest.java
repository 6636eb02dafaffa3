package dev.aulos.models.same;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.aulos.graph.Cost;
import dev.aulos.graph.Graph;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.models.config.Section;
import dev.aulos.models.nn.Probe;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What the networks ask for, against what the published checkpoints hold.
class SameInventoryTest {
  @Test
  void asksForWhatTheSmallCheckpointHolds() {
    check(PublishedConfigs.smallConfig(), 120, 53_728_888, 54_515_320, 108_244_721);
  }

  @Test
  void asksForWhatTheLargeCheckpointHolds() {
    check(PublishedConfigs.largeConfig(), 234, 426_063_856, 426_063_088, 852_127_457);
  }

  @Test
  void namesTensorsAsTheCheckpointsDo() {
    var parameters = stored(PublishedConfigs.smallConfig());

    assertThat(parameters)
        .containsEntry("encoder.layers.0.mapping.weight_v", Shape.of(768, 512, 1))
        .containsEntry("decoder.layers.3.mapping.weight_v", Shape.of(512, 768, 3))
        .containsEntry("decoder.layers.3.mapping.weight_g", Shape.of(512, 1, 1))
        .containsEntry("encoder.layers.0.new_tokens", Shape.of(1, 1, 768))
        .containsEntry("encoder.layers.2.weight", Shape.of(256, 768))
        .containsEntry("decoder.layers.1.bias", Shape.of(768))
        .containsEntry("bottleneck.scaling_factor", Shape.of(1, 256, 1))
        .containsEntry("decoder.layers.3.transformers.5.ff.ff.2.weight", Shape.of(768, 2304))
        .containsEntry("decoder.layers.3.transformers.0.rope.inv_freq", Shape.of(16))
        .containsEntry(
            "encoder.layers.0.transformers.1.self_attn.to_qkv.weight", Shape.of(3840, 768));
  }

  @Test
  void hasOneSoftmaxMapAndPlainNormsWhereTheConfigurationSaysSo() {
    var json = PublishedConfigs.small();
    var side = json.getAsJsonObject("encoder").getAsJsonObject("config");
    side.addProperty("differential", false);
    side.addProperty("dyt", false);
    var config = SameConfig.of(Section.of("model", json), false);
    var block = "encoder.layers.0.transformers.1.";

    assertThat(SameEncoder.of(Scope.root(), config).graph(Probe.NONE).parameters())
        .containsEntry(block + "self_attn.to_qkv.weight", Shape.of(2304, 768))
        .containsEntry(block + "self_attn.q_norm.gamma", Shape.of(64))
        .containsEntry(block + "pre_norm.gamma", Shape.of(768))
        .doesNotContainKey(block + "pre_norm.alpha");
  }

  @Test
  void hasNoMappingBetweenEqualWidths() {
    var json = PublishedConfigs.small();
    var side = json.getAsJsonObject("encoder").getAsJsonObject("config");
    side.addProperty("channels", 512);
    side.add("c_mults", JsonParser.parseString("[1]"));
    var config = SameConfig.of(Section.of("model", json), false);

    assertThat(SameEncoder.of(Scope.root(), config).graph(Probe.NONE).parameters().keySet())
        .noneMatch(name -> name.contains("mapping"))
        .contains("encoder.layers.0.new_tokens");
  }

  @Test
  void decodesAtThePublishedCost() {
    var lengths = Map.of("units", 64L);
    double small = Cost.of(decoder(PublishedConfigs.smallConfig()), lengths).flop() / 2.0 / 128;
    double large = Cost.of(decoder(PublishedConfigs.largeConfig()), lengths).flop() / 2.0 / 64;

    assertThat(small).isBetween(0.9e9, 1.0e9); // multiply-adds per frame
    assertThat(large).isBetween(7.2e9, 7.7e9);
  }

  private static void check(
      SameConfig config, int tensorsPerSide, long encoder, long decoder, long total) {
    var all = stored(config);
    assertThat(count(all, "encoder.")).isEqualTo(tensorsPerSide);
    assertThat(count(all, "decoder.")).isEqualTo(tensorsPerSide);
    assertThat(all).hasSize(2 * tensorsPerSide + 4);
    assertThat(size(all, "encoder.")).isEqualTo(encoder);
    assertThat(size(all, "decoder.")).isEqualTo(decoder);
    assertThat(size(all, "")).isEqualTo(total);
  }

  private static Graph decoder(SameConfig config) {
    return SameDecoder.of(Scope.root(), config).graph(Probe.NONE);
  }

  /// The parameters of both graphs as stored: weight norm in two parts, and the empty tensor that
  /// no computation needs.
  private static Map<String, Shape> stored(SameConfig config) {
    var all = new TreeMap<String, Shape>();
    all.putAll(SameEncoder.of(Scope.root(), config).graph(Probe.NONE).parameters());
    all.putAll(decoder(config).parameters());
    for (var mapping : new String[] {"encoder.layers.0.mapping.", "decoder.layers.3.mapping."}) {
      var weight = all.remove(mapping + "weight");
      assertThat(weight).as(mapping).isNotNull();
      all.put(mapping + "weight_v", weight);
      all.put(mapping + "weight_g", Shape.of(weight.dim(0).fixed(), 1, 1));
    }
    all.put("bottleneck.noise_scaling_factor", Shape.of(1, 0, 1));
    return all;
  }

  private static long count(Map<String, Shape> all, String prefix) {
    return all.keySet().stream().filter(name -> name.startsWith(prefix)).count();
  }

  private static long size(Map<String, Shape> all, String prefix) {
    return all.entrySet().stream()
        .filter(e -> e.getKey().startsWith(prefix))
        .mapToLong(e -> Arrays.stream(e.getValue().fixed()).reduce(1, (a, b) -> a * b))
        .sum();
  }
}
