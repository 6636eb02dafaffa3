package dev.aulos.train.arc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.Objective;
import dev.aulos.train.CheckedTask;
import dev.aulos.train.FlowBatches;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.Parameters;
import dev.aulos.train.Stepped;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.arc.ArcNetworks.Side;
import dev.aulos.train.clap.TinyClap;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArcTaskTest {
  private static final long SEED = TinyFlow.SEED;
  private static final double CONTRAST = 0.5;
  private static final double ANCHOR = 0.7;
  private static final double CLAP = 0.4;
  private static final double PENALTY = 3;
  private static final ArcTerms TERMS = ArcTerms.PUBLISHED.withContrast(CONTRAST);

  /// Compares what a step says with a [SecondOpinion].
  private static void check(
      FlowNetworks flow,
      ArcTask task,
      long step,
      Parameters parameters,
      Map<String, Double> numbers) {
    var random = FlowBatches.random(SEED, step);
    var batch = TinyFlow.data().batches(flow).draw(random);
    var settings = guided();
    var begun = begun(flow);
    var model = begun.model();
    var clap = begun.clap().orElseThrow().networks();
    var start = new ArcNetworks(flow, settings, Optional.of(clap)).start(begun, SEED);
    var opinion =
        new SecondOpinion(
            flow, settings, task.inputs(batch, random), WeightViews.overriding(start, parameters));
    if (step % 2 == 0) {
      double moved = opinion.moved(model);
      assertThat(moved).isEqualTo(0, within(step == 2 ? 1e-9 : Double.MAX_VALUE));
      assertThat(numbers.get("moved")).isCloseTo(moved, within(1e-5 + 1e-4 * moved));
      assertThat(numbers.get("adversarial")).isCloseTo(opinion.generator(), within(1e-5));
      double apart = opinion.apart(clap);
      assertThat(numbers.get("apart")).isCloseTo(apart, within(1e-5)).isBetween(0.0, 2.0);
      double sum = opinion.generator() + ANCHOR * moved + CLAP * apart;
      assertThat(numbers.get("loss")).isCloseTo(sum, within(2e-5 + 1e-4 * moved));
    } else {
      assertThat(numbers.get("relativistic")).isCloseTo(opinion.discriminator(), within(1e-5));
      assertThat(numbers.get("contrastive")).isCloseTo(opinion.contrastive(), within(1e-5));
      double penalty = opinion.penalty();
      assertThat(numbers.get("penalty")).isPositive().isCloseTo(penalty, within(1e-5));
      double told = opinion.discriminator() + CONTRAST * opinion.contrastive();
      double sum = told + PENALTY * penalty;
      assertThat(numbers.get("discriminator")).isCloseTo(sum, within(2e-5));
      assertThat(numbers).doesNotContainKey("loss");
    }
  }

  private static ArcSettings guided() {
    return TinyFlow.settings(0).withTerms(new ArcTerms(CONTRAST, PENALTY, ANCHOR, CLAP));
  }

  private static ArcStart begun(FlowNetworks flow) {
    var model = TinyFlow.weights(flow);
    return ArcStart.of(model).withClap(TinyClap.of(flow, model));
  }

  private static ArcTask guided(FlowNetworks flow) {
    return TinyFlow.task(flow, guided(), begun(flow));
  }

  private static Map<String, float[]> values(Parameters parameters) {
    var values = new HashMap<String, float[]>();
    parameters.values().forEach((path, array) -> values.put(path, array.toFloats()));
    return values;
  }

  private static Parameters filled(Parameters like, float value) {
    var filled = like.copy();
    for (var array : filled.values().values()) {
      var values = new float[array.size()];
      Arrays.fill(values, value);
      array.floats().put(values);
    }
    return filled;
  }

  @ParameterizedTest
  @EnumSource
  void hasTheLossesOfTheFormulasForTenSteps(ModelConfig.Line line, @TempDir Path folder)
      throws IOException {
    var flow = line == ModelConfig.Line.OPEN ? TinyFlow.open() : TinyFlow.networks();
    var checked = new ArrayList<Long>();
    var arc = guided(flow);
    CheckedTask.Check check =
        (step, parameters, numbers) -> {
          check(flow, arc, step, parameters, numbers);
          checked.add(step);
        };
    try (var task = new CheckedTask(arc, check)) {
      TrainingRun.open(folder, task, TinyFlow.run(10)).train(step -> {}, Cancellation.none());
    }
    assertThat(checked).hasSize(10);
  }

  @Test
  void givesGradientsOfTheSideThatMovesAlone() {
    try (var task = TinyFlow.task(CONTRAST)) {
      var parameters = task.start();
      for (var side : Side.values()) {
        var gradients = filled(parameters, Float.NaN);
        task.step(side.ordinal() + 1L, parameters, gradients, Cancellation.none());
        for (var path : parameters.paths()) {
          var first = gradients.get(path).floats().get(0);
          assertThat(Float.isNaN(first)).as(path).isEqualTo(!side.owns(path));
        }
      }
    }
  }

  @Test
  void movesTheDiscriminatorAndTheGeneratorInTurn(@TempDir Path folder) throws IOException {
    try (var task = TinyFlow.task(CONTRAST)) {
      var states = new ArrayList<Map<String, float[]>>();
      states.add(values(task.start()));
      for (long steps = 1; steps <= 2; steps++) {
        TrainingRun.open(folder, task, TinyFlow.run(steps)).train(step -> {}, Cancellation.none());
        var stored =
            WeightViews.prefixed(
                Safetensors.open(folder.resolve("state.safetensors")), "parameters.");
        states.add(values(Parameters.copy(stored, task.start().paths())));
      }
      assertMoved(states.get(0), states.get(1), Side.DISCRIMINATOR);
      assertMoved(states.get(1), states.get(2), Side.GENERATOR);
    }
  }

  /// The bias of all scores alike cancels in their differences: rounding says whether it moves.
  private static void assertMoved(Map<String, float[]> from, Map<String, float[]> to, Side side) {
    from.forEach((path, before) -> {
      if (!path.equals("discriminator.head.layers.12.bias")) {
        assertThat(Arrays.equals(before, to.get(path))).as(path).isEqualTo(!side.owns(path));
      }
    });
  }

  @Test
  void lowersALossAlongItsGradientAsMuchAsTheGradientSays() {
    try (var task = TinyFlow.task(CONTRAST)) {
      for (var side : Side.values()) {
        long step = side.ordinal() + 1L;
        var parameters = task.start();
        var gradients = filled(parameters, 0);
        double loss = loss(task.step(step, parameters, gradients, Cancellation.none()));
        double wanted = loss * 1e-3;
        var moved = Stepped.along(parameters, gradients, -wanted / Stepped.squares(gradients));
        double after = loss(task.step(step, moved, gradients, Cancellation.none()));
        assertThat(loss - after).isCloseTo(wanted, within(wanted * 0.1));
      }
    }
  }

  private static double loss(Map<String, Double> numbers) {
    return numbers.getOrDefault("loss", numbers.getOrDefault("discriminator", Double.NaN));
  }

  @Test
  void leavesTheContrastiveTermOutAtWeightZero() {
    try (var with = TinyFlow.task(CONTRAST);
        var without = TinyFlow.task(0)) {
      var parameters = with.start();
      var gradients = parameters.copy();
      var both = with.step(1, parameters, gradients, Cancellation.none());
      var one = without.step(1, parameters, gradients, Cancellation.none());
      assertThat(both).containsKey("contrastive");
      assertThat(one).doesNotContainKey("contrastive");
      assertThat(one.get("discriminator")).isEqualTo(one.get("relativistic"));
      assertThat(one.get("relativistic")).isEqualTo(both.get("relativistic"));
    }
  }

  @Test
  void aGeneratorThatIsNotAnchoredHasNoMoreLossThanItsScoresGive() {
    var flow = TinyFlow.networks();
    var anchored = TinyFlow.settings(0).withTerms(TERMS.withAnchor(ANCHOR));
    hasMoreLossThanItsScoresGive(TinyFlow.task(flow, anchored), "moved", "apart");
  }

  @Test
  void aGeneratorThatNoClapTellsHasNoMoreLossThanItsScoresGive() {
    var flow = TinyFlow.networks();
    var told = TinyFlow.settings(0).withTerms(TERMS.withClap(CLAP));
    hasMoreLossThanItsScoresGive(TinyFlow.task(flow, told, begun(flow)), "apart", "moved");
    try (var untold = TinyFlow.task(flow, told.withTerms(TERMS.withClap(0)), begun(flow))) {
      assertThat(generatorStep(untold)).doesNotContainKeys("apart", "adversarial");
    }
  }

  @Test
  void aDiscriminatorThatIsNotPenalisedIsShakenByNothing() {
    var shaken = TinyFlow.settings(0).withTerms(TERMS.withPenalty(PENALTY));
    try (var with = TinyFlow.task(TinyFlow.networks(), shaken);
        var without = TinyFlow.task(CONTRAST)) {
      var parameters = with.start();
      var more = with.step(1, parameters, parameters.copy(), Cancellation.none());
      var alone = without.step(1, parameters, parameters.copy(), Cancellation.none());
      assertThat(alone).doesNotContainKey("penalty");
      double expected = alone.get("discriminator") + PENALTY * more.get("penalty");
      assertThat(more.get("discriminator")).isCloseTo(expected, within(1e-5));
    }
  }

  private static void hasMoreLossThanItsScoresGive(ArcTask task, String term, String other) {
    try (task;
        var without = TinyFlow.task(CONTRAST)) {
      assertThat(task.start().paths())
          .noneMatch(path -> path.startsWith("anchor.") || path.startsWith("clap."));
      var more = generatorStep(task);
      var alone = generatorStep(without);
      assertThat(more).containsKey(term).doesNotContainKey(other);
      assertThat(alone).doesNotContainKeys("moved", "apart", "adversarial");
      assertThat(alone.get("loss")).isEqualTo(more.get("adversarial"));
    }
  }

  private static Map<String, Double> generatorStep(ArcTask task) {
    var parameters = task.start();
    return task.step(2, parameters, parameters.copy(), Cancellation.none());
  }

  @Test
  void goesOnAsIfItHadNeverStopped(@TempDir Path whole, @TempDir Path parts) throws IOException {
    for (long steps : new long[] {1, 2, 4}) {
      try (var task = TinyFlow.task(CONTRAST)) {
        TrainingRun.open(parts, task, TinyFlow.run(steps)).train(step -> {}, Cancellation.none());
      }
    }
    try (var task = TinyFlow.task(CONTRAST)) {
      TrainingRun.open(whole, task, TinyFlow.run(4)).train(step -> {}, Cancellation.none());
    }
    var state = "state.safetensors";
    assertThat(Files.mismatch(whole.resolve(state), parts.resolve(state))).isEqualTo(-1);
  }

  @Test
  void exportsTheModelWithItsOtherPartsAsTheyWere(@TempDir Path folder) throws IOException {
    var networks = TinyFlow.networks();
    var model = TinyFlow.weights(networks);
    try (var task = TinyFlow.task(CONTRAST)) {
      var parameters = filled(task.start(), 0.25f);
      task.export(folder, parameters);
    }
    var written = Safetensors.open(folder.resolve("diffusion.safetensors"));
    assertThat(written.paths()).hasSameElementsAs(networks.parameters().keySet());
    for (var path : written.paths()) {
      var values = written.get(path).toFloats();
      if (Side.GENERATOR.owns(path)) {
        assertThat(values).as(path).containsOnly(0.25f);
      } else {
        assertThat(values).as(path).isEqualTo(model.get(path).toFloats());
      }
    }
  }

  @Test
  void startsTheDiscriminatorFromTheModel() {
    var model = TinyFlow.weights(TinyFlow.networks());
    try (var task = TinyFlow.task(CONTRAST)) {
      var start = task.start();
      var path = "model.model.transformer.layers.0.self_attn.to_qkv.weight";
      assertThat(start.get("discriminator." + path).toFloats())
          .isEqualTo(model.get(path).toFloats());
      assertThat(start.paths())
          .contains("discriminator.head.layers.0.weight")
          .noneMatch(name -> name.startsWith("discriminator.model.model.transformer.layers.1"));
    }
  }

  @Test
  void rejectsBatchesTooShortForAScore() {
    var networks = TinyFlow.networks();
    var data = TinyFlow.data().with(new FlowBatches.Settings(List.of(48, 80), 160, 0, 0, 1));
    assertThatThrownBy(() ->
            new ArcTask(
                new ReferenceBackend(),
                networks,
                data,
                TinyFlow.settings(1),
                ArcStart.of(TinyFlow.weights(networks))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("48 frames")
        .hasMessageContaining("at least 64");
  }

  @Test
  void rejectsAModelThatIsNoFlow() {
    var networks = TinyFlow.networks(Objective.V);
    assertThatThrownBy(() -> new ArcNetworks(networks, TinyFlow.settings(1), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected rectified_flow");
  }

  @Test
  void rejectsABlockThatTheTransformerLacks() {
    var s = TinyFlow.settings(1);
    var deep =
        new ArcSettings(2, s.groups(), TERMS, s.times(), s.levels(), s.rate(), s.optimizer());
    assertThatThrownBy(() -> new ArcNetworks(TinyFlow.networks(), deep, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no block 2")
        .hasMessageContaining("0 to 1");
  }
}
