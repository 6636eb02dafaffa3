package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.train.AdamW;
import dev.aulos.train.Curves;
import dev.aulos.train.LearningRate;
import dev.aulos.train.Parameters;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.TrainingTask;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldOutTest {
  @TempDir private Path folder;
  private int runs;

  /// A task whose loss on what is held out is given for each time it is measured; nothing moves.
  private static final class Told implements TrainingTask {
    private final double[] losses;
    private int next;

    Told(double... losses) {
      this.losses = losses;
    }

    @Override
    public Parameters start() {
      return Parameters.copy(
          WeightViews.of(Map.of("a", NdArray.of(new float[] {1}, 1))), Set.of("a"));
    }

    @Override
    public Map<String, Double> step(
        long step, Parameters parameters, Parameters gradients, Cancellation cancellation) {
      return Map.of("loss", 0.25);
    }

    @Override
    public OptionalDouble heldOutLoss(Parameters parameters, Cancellation cancellation) {
      return losses.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(losses[next++]);
    }

    @Override
    public void export(Path place, Parameters parameters) {}

    @Override
    public void close() {}
  }

  /// Six steps with a checkpoint at every second.
  private Curves curves(double... losses) throws IOException {
    var place = folder.resolve(String.valueOf(runs++));
    try (var task = new Told(losses)) {
      var rate = new LearningRate(1e-3, 0, new LearningRate.Decline.Constant());
      var settings = new TrainingRun.Settings(6, rate, AdamW.Settings.defaults(), 1, 0, 2);
      var run = TrainingRun.open(place, task, settings);
      run.train(step -> {}, Cancellation.none());
      return run.curves();
    }
  }

  @Test
  void aLossThatFellIsSummedUp() throws IOException {
    assertThat(HeldOut.summary(curves(0.5, 0.4, 0.302, 0.3)))
        .contains("held out: loss 0.5000 after step 0, 0.3000 after step 6");
    assertThat(HeldOut.summary(curves(0.5, 0.4, 0.3, 0.302)).orElseThrow())
        .endsWith("lowest with 0.3000 after step 4, which is what was written");
  }

  @Test
  void aLossThatRoseAgainSaysWhenItWasLowest() throws IOException {
    assertThat(HeldOut.summary(curves(0.5, 0.4, 0.3, 0.35)).orElseThrow())
        .startsWith("held out: loss 0.5000 after step 0, 0.3500 after step 6")
        .endsWith(
            ", lowest with 0.3000 after step 4, which is what was written: what came later was"
                + " learned by heart");
    assertThat(HeldOut.summary(curves(0.2, 0.4, 0.3, 0.35)).orElseThrow())
        .endsWith("lower --learning-rate");
  }

  @Test
  void theNewestIsShownBesideTheLoss() throws IOException {
    assertThat(Sparkline.of(curves(0.5, 0.4, 0.3, 0.35), "_#"))
        .endsWith("loss 0.2500, held out 0.3500");
  }

  @Test
  void withoutSoundsHeldOutThereIsNothingToSay() throws IOException {
    var curves = curves();
    assertThat(HeldOut.summary(curves)).isEmpty();
    assertThat(Sparkline.of(curves, "_#")).endsWith("loss 0.2500");
  }
}
