package dev.aulos.train.clap;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.train.DiffusionTimes;
import dev.aulos.train.FlowCondition;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.Initialization;
import dev.aulos.train.LayeredGraph;
import dev.aulos.train.Parameters;
import dev.aulos.train.Trainable;
import java.util.LinkedHashMap;
import java.util.Map;

/// Both sides of a CLAP, as computations beside a flow model's networks.
public final class ClapNetworks {
  /// What stands before the paths of all its parameters.
  static final String PREFIX = "clap.";

  private static final String AUDIO = PREFIX + "audio.";
  private static final String LOG_SCALE = "log_scale";
  private static final float MOST_SCALE = 100;

  private final ClapConfig config;
  private final LayeredGraph blocks;
  private final Tower audio;
  private final Tower text;
  private final Tensor logScale;

  /// The networks beside those of a flow model.
  ///
  /// @throws IllegalArgumentException if the model is no flow, or lacks the block
  public ClapNetworks(FlowNetworks flow, ClapConfig config) {
    flow.requireFlow();
    this.config = config;
    var own = Scope.root().at("clap");
    blocks = flow.firstBlocks(own.at("audio", "model", "model"), config.block());
    audio = Tower.of(own.at("audio", "tower"), flow.config().dit().width(), config);
    text = Tower.of(own.at("text", "tower"), flow.config().conditionWidth(), config);
    logScale = own.param(LOG_SCALE, 1);
  }

  ClapConfig config() {
    return config;
  }

  /// Whether the parameter of a path is one that moves.
  static boolean isOwn(String path) {
    return path.startsWith(PREFIX) && !path.endsWith("inv_freq");
  }

  /// The shapes of all its parameters.
  public Map<String, Shape> parameters() {
    var shapes = new LinkedHashMap<>(blocks.graph().parameters());
    shapes.putAll(audio.graph(1, 1).parameters());
    shapes.putAll(text.graph(1, 1).parameters());
    shapes.put(((Op.Parameter) logScale.op()).path(), logScale.shape());
    return shapes;
  }

  /// The first values: the blocks are the model's.
  Map<String, NdArray> start(Weights model, long seed) {
    var values = FlowNetworks.copied(model, blocks.graph(), AUDIO);
    var fresh = new LinkedHashMap<>(parameters());
    fresh.keySet().removeAll(values.keySet());
    values.putAll(Parameters.initial(fresh, Initialization.clap(), seed).values());
    return values;
  }

  /// What it makes of latents `x` (b, channels, frames) at their level of noise: vectors (b, size)
  /// of length 1. The texts and all that frames are told are withheld.
  ///
  /// @param valid (b, frames), 1 for sound and 0 for padding
  public Tensor audio(
      Trainable trainable, FlowCondition condition, Tensor x, DiffusionTimes time, Tensor valid) {
    var given = condition.untold().inputs(x, time);
    var frames = trainable.network(blocks, given).output(FlowNetworks.HIDDEN);
    return embedding(trainable, audio, frames, valid);
  }

  /// What it makes of the texts: vectors (b, size) of length 1.
  public Tensor text(Trainable trainable, FlowCondition condition) {
    var rows = condition.rows();
    var isToken = Tensor.constant(0).less(rows.square().sum(2));
    var valid = isToken.reshape(rows.dim(0).fixed(), rows.dim(1).fixed());
    return embedding(trainable, text, rows, valid);
  }

  private static Tensor embedding(Trainable trainable, Tower tower, Tensor rows, Tensor valid) {
    int b = (int) rows.dim(0).fixed();
    int n = (int) rows.dim(1).fixed();
    return trainable
        .network(tower.graph(b, n), Map.of("rows", rows, "valid", valid))
        .output("embedding");
  }

  /// How many times alike two vectors count in the contrastive loss.
  Tensor scale(Trainable trainable) {
    return trainable.parameter(logScale).exp().minimum(Tensor.constant(MOST_SCALE));
  }
}
