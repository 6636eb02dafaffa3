package dev.aulos.train.arc;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Weights;
import dev.aulos.models.Conditioner;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.Objective;
import dev.aulos.models.dit.DitConfig;
import dev.aulos.models.t5gemma.T5GemmaConfig;
import dev.aulos.train.AdamW;
import dev.aulos.train.FlowBatches;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.Latents;
import dev.aulos.train.LearningRate;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.loss.TimestepSampler;
import dev.aulos.weights.WeightViews;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// A flow model of two blocks with random weights, and four sounds of two channels.
final class TinyFlow {
  static final int CHANNELS = 2;

  private static final int WIDTH = 32;
  private static final int CONDITION = 8;
  private static final int DEPTH = 2;
  private static final int LETTERS = 16;
  private static final int TOKENS = 3;
  private static final LearningRate RATE =
      new LearningRate(1e-3, 0, new LearningRate.Decline.Constant());

  private TinyFlow() {}

  static FlowNetworks networks(Objective objective) {
    var dit =
        new DitConfig(
            CHANNELS,
            WIDTH,
            DEPTH,
            1,
            CONDITION,
            true,
            CONDITION,
            true,
            DitConfig.QkNorm.RMS,
            1,
            DitConfig.BlockNorm.RMS,
            true,
            true,
            1 + CHANNELS,
            1,
            false);
    var config =
        new ModelConfig.TextToAudio(
            80,
            1,
            1,
            Optional.empty(),
            List.of(
                new Conditioner.Text("prompt", Conditioner.Text.Family.T5_GEMMA, "text", TOKENS),
                new Conditioner.Quantity(
                    "seconds_total", 0, 80, Conditioner.Quantity.Features.EXPO)),
            CONDITION,
            List.of("prompt", "seconds_total"),
            List.of("seconds_total"),
            List.of("inpaint_mask", "inpaint_masked_input"),
            ModelConfig.Line.THREE,
            new ModelConfig.Length(true, true, 0),
            objective,
            dit,
            Optional.empty());
    var text =
        new T5GemmaConfig(
            LETTERS, CONDITION, 4, 8, 2, 2, 4, 10_000, 8, List.of(false), Optional.empty(), 1e-6f);
    return new FlowNetworks(
        config,
        text,
        (caption, most) -> caption.chars().limit(most).map(c -> c % LETTERS).toArray(),
        new TimestepSampler.LogitNormal(),
        path -> true);
  }

  static FlowNetworks networks() {
    return networks(Objective.RECTIFIED_FLOW);
  }

  /// Random values, such that no part is the identity.
  static Weights weights(FlowNetworks networks) {
    var values = new LinkedHashMap<String, NdArray>();
    networks.parameters().forEach((path, shape) -> values.put(path, draw(path, shape)));
    return WeightViews.of(values);
  }

  private static NdArray draw(String path, Shape shape) {
    var random = new Random(path.hashCode());
    int size = 1;
    for (long extent : shape.fixed()) {
      size *= (int) extent;
    }
    var values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (random.nextGaussian() * 0.2 + (path.endsWith("gamma") ? 1 : 0));
    }
    return NdArray.of(values, shape.fixed());
  }

  static ArcData data() {
    return new ArcData(new Sounds(), new FlowBatches.Settings(List.of(64, 80), 160, 0, 0.5));
  }

  static ArcSettings settings(double contrast) {
    return new ArcSettings(
        0,
        4,
        contrast,
        new TimestepSampler.LogSnrUniform(),
        new TimestepSampler.LogSnr(-1, 1),
        new LearningRate(3e-3, 0, new LearningRate.Decline.Constant()),
        new AdamW.Settings(0, 0.99, 1e-8, 0.01),
        7);
  }

  static TrainingRun.Settings run(long steps) {
    return new TrainingRun.Settings(
        steps, RATE, new AdamW.Settings(0.9, 0.99, 1e-8, 0.01), 1, 0.9, 100);
  }

  static ArcTask task(double contrast) {
    var networks = networks();
    return new ArcTask(
        new ReferenceBackend(), networks, data(), settings(contrast), weights(networks));
  }

  /// Noise of 50 to 80 frames.
  private static final class Sounds implements Latents {
    private static final int[] FRAMES = {50, 64, 70, 80};
    private static final Map<Integer, String> CAPTIONS =
        Map.of(0, "dog", 1, "a bell", 2, "rain", 3, "wind");

    @Override
    public int size() {
      return FRAMES.length;
    }

    @Override
    public int frames(int item) {
      return FRAMES[item];
    }

    @Override
    public float[] values(int item) {
      var random = new Random(item);
      var values = new float[CHANNELS * FRAMES[item]];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return values;
    }

    @Override
    public String caption(int item) {
      return CAPTIONS.getOrDefault(item, "");
    }

    @Override
    public double seconds(int item) {
      return FRAMES[item];
    }
  }
}
