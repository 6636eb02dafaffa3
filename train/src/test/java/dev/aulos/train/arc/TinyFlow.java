package dev.aulos.train.arc;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Weights;
import dev.aulos.models.Conditioner;
import dev.aulos.models.Conditioner.Quantity.Features;
import dev.aulos.models.Conditioner.Text.Family;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.Objective;
import dev.aulos.models.dit.DitConfig;
import dev.aulos.train.AdamW;
import dev.aulos.train.FlowBatches;
import dev.aulos.train.FlowData;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.Latents;
import dev.aulos.train.LearningRate;
import dev.aulos.train.TinyText;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.loss.TimestepSampler;
import dev.aulos.weights.WeightViews;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// A flow model of two blocks with random weights, and four sounds of two channels.
public final class TinyFlow {
  /// Of the latents.
  public static final int CHANNELS = 2;

  static final long SEED = 7;

  private static final int WIDTH = 32;
  private static final int CONDITION = 8;
  private static final int DEPTH = 2;
  private static final int TOKENS = 3;
  private static final LearningRate RATE =
      new LearningRate(1e-3, 0, new LearningRate.Decline.Constant());

  private TinyFlow() {}

  /// The networks of a model of the Stable Audio 3 line with this objective.
  public static FlowNetworks networks(Objective objective) {
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
    var told = new Told(Family.T5_GEMMA, Features.EXPO, List.of("seconds_total"));
    var kept = List.of("inpaint_mask", "inpaint_masked_input");
    return networks(ModelConfig.Line.THREE, told, kept, objective, dit);
  }

  /// The same as Stable Audio Open has it: the times' frequencies are learned, the global vector is
  /// a token, frames are told nothing, and padding is not known.
  public static FlowNetworks open() {
    var dit =
        new DitConfig(
            CHANNELS,
            WIDTH,
            DEPTH,
            1,
            CONDITION,
            true,
            2 * CONDITION,
            true,
            DitConfig.QkNorm.LAYER,
            1);
    var told = new Told(Family.T5, Features.LEARNED, List.of("seconds_start", "seconds_total"));
    return networks(ModelConfig.Line.OPEN, told, List.of(), Objective.RECTIFIED_FLOW, dit);
  }

  /// The text and the numbers that a model is told.
  private record Told(Family text, Features features, List<String> numbers) {
    List<Conditioner> conditioners() {
      var all = new ArrayList<Conditioner>();
      all.add(new Conditioner.Text("prompt", text, "text", TOKENS));
      numbers.forEach(id -> all.add(new Conditioner.Quantity(id, 0, 80, features)));
      return all;
    }
  }

  private static FlowNetworks networks(
      ModelConfig.Line line, Told told, List<String> local, Objective objective, DitConfig dit) {
    boolean knowsPadding = line == ModelConfig.Line.THREE;
    var cross = new ArrayList<>(List.of("prompt"));
    cross.addAll(told.numbers);
    var config =
        new ModelConfig.TextToAudio(
            80,
            1,
            1,
            Optional.empty(),
            told.conditioners(),
            CONDITION,
            cross,
            told.numbers,
            local,
            line,
            new ModelConfig.Length(knowsPadding, knowsPadding, 0),
            objective,
            dit,
            Optional.empty());
    return new FlowNetworks(
        config, TinyText.rows(TOKENS), new TimestepSampler.LogitNormal(), path -> true);
  }

  /// A flow of the Stable Audio 3 line.
  public static FlowNetworks networks() {
    return networks(Objective.RECTIFIED_FLOW);
  }

  /// Random values, such that no part is the identity.
  public static Weights weights(FlowNetworks networks) {
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

  /// Batches of two sounds.
  public static FlowData data() {
    return data(SEED);
  }

  static FlowData data(long seed) {
    return new FlowData(new Sounds(), new FlowBatches.Settings(List.of(64, 80), 160, 0, 0.5, seed));
  }

  static ArcSettings settings(double contrast) {
    return new ArcSettings(
        0,
        4,
        ArcTerms.PUBLISHED.withContrast(contrast),
        new TimestepSampler.LogSnrUniform(),
        new TimestepSampler.LogSnr(-1, 1),
        new LearningRate(3e-3, 0, new LearningRate.Decline.Constant()),
        new AdamW.Settings(0, 0.99, 1e-8, 0.01));
  }

  /// A run of so many steps.
  public static TrainingRun.Settings run(long steps) {
    return new TrainingRun.Settings(
        steps, RATE, new AdamW.Settings(0.9, 0.99, 1e-8, 0.01), 1, 0.9, 100);
  }

  static ArcTask task(double contrast) {
    return task(networks(), contrast);
  }

  static ArcTask task(FlowNetworks networks, double contrast) {
    return task(networks, settings(contrast));
  }

  static ArcTask task(FlowNetworks networks, ArcSettings settings) {
    return task(networks, settings, ArcStart.of(weights(networks)));
  }

  static ArcTask task(FlowNetworks networks, ArcSettings settings, ArcStart start) {
    return new ArcTask(new ReferenceBackend(), networks, data(), settings, start);
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
