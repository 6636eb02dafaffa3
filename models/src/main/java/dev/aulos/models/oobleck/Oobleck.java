package dev.aulos.models.oobleck;

import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import java.util.ArrayList;
import java.util.List;

/// The two halves of the autoencoder, each as [Stage]s to run one after another.
public final class Oobleck {
  private static final int[] DILATIONS = {1, 3, 9};

  private Oobleck() {}

  /// Latent (b, latentChannels, frames) → sound (b, audioChannels, frames·hop). In a full
  /// checkpoint the scope is `pretransform.model.decoder`. Stages are cut where the signal is still
  /// short.
  public static List<Stage> decoder(Scope w, OobleckConfig c) {
    var layers = w.at("layers");
    int blocks = c.strides().size();
    var stages = new ArrayList<Stage>();
    int width = c.width(blocks);
    var stage = new Stage("oobleck decoder 0", c.latentChannels(), c.strides().get(blocks - 1), 1);
    stage.add("layer_0", Layer.Conv.of(layers.at(0), c.latentChannels(), width, 7, wide(3)));
    for (int i = 1; i <= blocks; i++) {
      int stride = c.strides().get(blocks - i);
      int narrower = c.width(blocks - i);
      if (i == 2 || i == 3) {
        stages.add(stage);
        int up = i == 2 ? stride : rateChange(c, blocks - i);
        stage = new Stage("oobleck decoder " + stages.size(), width, up, 1);
      }
      var block = layers.at(i, "layers");
      stage.add("layer_" + i + "_sub_0", Layer.Snake.of(block.at(0), width));
      stage.add(
          "layer_" + i + "_sub_1", Layer.ConvTranspose.of(block.at(1), width, narrower, stride));
      for (int j = 0; j < DILATIONS.length; j++) {
        var unit = Layer.ResidualUnit.of(block.at(2 + j), narrower, DILATIONS[j]);
        stage.add("layer_" + i + "_sub_" + (2 + j), unit);
      }
      width = narrower;
    }
    stage.add("layer_" + (blocks + 1), Layer.Snake.of(layers.at(blocks + 1), width));
    stage.add(
        "layer_" + (blocks + 2),
        Layer.Conv.withoutBias(layers.at(blocks + 2), width, c.audioChannels(), 7, wide(3)));
    if (c.finalTanh()) {
      stage.add("layer_" + (blocks + 3), new Layer.Tanh());
    }
    stages.add(stage);
    return List.copyOf(stages);
  }

  /// Sound (b, audioChannels, frames·hop) → (b, latentChannels, frames). In a full checkpoint the
  /// scope is `pretransform.model.encoder`. Stages are cut where the signal has become short.
  public static List<Stage> encoder(Scope w, OobleckConfig c) {
    var layers = w.at("layers");
    int blocks = c.strides().size();
    var stages = new ArrayList<Stage>();
    int width = c.width(0);
    int down = rateChange(c, Math.max(0, blocks - 3));
    var stage = new Stage("oobleck encoder 0", c.audioChannels(), 1, down);
    stage.add("layer_0", Layer.Conv.of(layers.at(0), c.audioChannels(), width, 7, wide(3)));
    for (int i = 1; i <= blocks; i++) {
      int stride = c.strides().get(i - 1);
      int wider = c.width(i);
      if (i > 1 && i >= blocks - 1) {
        stages.add(stage);
        stage = new Stage("oobleck encoder " + stages.size(), width, 1, stride);
      }
      var block = layers.at(i, "layers");
      for (int j = 0; j < DILATIONS.length; j++) {
        var unit = Layer.ResidualUnit.of(block.at(j), width, DILATIONS[j]);
        stage.add("layer_" + i + "_sub_" + j, unit);
      }
      stage.add("layer_" + i + "_sub_3", Layer.Snake.of(block.at(3), width));
      var slower = new Op.Conv1d(stride, (stride + 1) / 2, 1, 1);
      stage.add(
          "layer_" + i + "_sub_4", Layer.Conv.of(block.at(4), width, wider, 2 * stride, slower));
      width = wider;
    }
    stage.add("layer_" + (blocks + 1), Layer.Snake.of(layers.at(blocks + 1), width));
    stage.add(
        "layer_" + (blocks + 2),
        Layer.Conv.of(layers.at(blocks + 2), width, c.latentChannels(), 3, wide(1)));
    stages.add(stage);
    return List.copyOf(stages);
  }

  /// The rate change of blocks `0 … last` together.
  private static int rateChange(OobleckConfig c, int last) {
    int up = 1;
    for (int i = 0; i <= last; i++) {
      up *= c.strides().get(i);
    }
    return up;
  }

  private static Op.Conv1d wide(int padding) {
    return new Op.Conv1d(1, padding, 1, 1);
  }
}
