package dev.aulos.train.arc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.models.Objective;
import dev.aulos.train.FlowBatches;
import dev.aulos.train.FlowData;
import dev.aulos.train.FlowGuidance;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.Latents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticLatentsTest {
  private static final FlowGuidance NONE = new FlowGuidance(1, 0);
  private static final int MORE_THAN_A_FILE = 34; // of 16 batches of two

  @TempDir private Path folder;

  private Latents.InMemory made(
      SyntheticLatents.Settings settings, FlowData data, IntConsumer watcher) throws IOException {
    return made(TinyFlow.networks(), settings, data, watcher, Cancellation.none());
  }

  private Latents.InMemory made(
      FlowNetworks networks,
      SyntheticLatents.Settings settings,
      FlowData data,
      IntConsumer watcher,
      Cancellation cancellation)
      throws IOException {
    return new SyntheticLatents(folder, networks, data, settings, "tiny")
        .make(new ReferenceBackend(), TinyFlow.weights(networks), watcher, cancellation);
  }

  private static SyntheticLatents.Settings oneStep(int count) {
    return new SyntheticLatents.Settings(count, NONE, 1);
  }

  @Test
  void areWhatTheGuidedSolverEndsInFromTheNoiseOfTheirBatches() throws IOException {
    var data = TinyFlow.data();
    int count = 6; // of which one length has an odd number
    var settings =
        new SyntheticLatents.Settings(count, WarmUpTaskTest.GUIDANCE, WarmUpTaskTest.SOLVER_STEPS);
    var latents = made(settings, data, n -> {});
    long seed = TinyFlow.SEED ^ 0x53594E5448L;
    var told = new FlowBatches.Settings(data.batches().lengths(), 160, 0, 0, seed);
    var batches = new FlowBatches(TinyFlow.networks(), told, latents);
    Map<Integer, float[]> expected = new HashMap<>();
    var order = batches.inOrder();
    for (int number = 0; number < order.size(); number++) {
      var chosen = order.get(number);
      var batch = batches.batch(chosen, FlowBatches.random(seed, number));
      var end = WarmUpTaskTest.states(batch)[WarmUpTaskTest.SOLVER_STEPS];
      for (int i = 0; i < batch.items(); i++) {
        int place = chosen.items().get(i);
        int frames = latents.frames(place);
        var own = new float[TinyFlow.CHANNELS * frames];
        for (int j = 0; j < own.length; j++) {
          int channel = i * TinyFlow.CHANNELS + j / frames;
          own[j] = end[channel * batch.frames() + j % frames];
        }
        expected.put(place, own);
      }
    }
    assertThat(latents.size()).isEqualTo(count);
    assertThat(expected).hasSize(count);
    expected.forEach((place, values) ->
        assertThat(latents.values(place)).as("%s", place).containsExactly(values, within(1e-3f)));
  }

  @Test
  void captionsTakeTurnsAndKeepTheirLengths() throws IOException {
    var data = TinyFlow.data();
    var source = new HashMap<String, Integer>();
    for (int i = 0; i < data.latents().size(); i++) {
      source.put(data.latents().caption(i), data.latents().frames(i));
    }
    var latents = made(oneStep(10), data, n -> {});
    var counts = new HashMap<String, Integer>();
    for (int i = 0; i < latents.size(); i++) {
      counts.merge(latents.caption(i), 1, Integer::sum);
      assertThat(latents.frames(i)).isEqualTo(source.get(latents.caption(i)));
      assertThat(latents.seconds(i)).isEqualTo(latents.frames(i));
      assertThat(latents.values(i)).hasSize(TinyFlow.CHANNELS * latents.frames(i));
    }
    assertThat(counts.values()).containsExactlyInAnyOrder(2, 2, 3, 3);
  }

  @Test
  void modelsThatAreToldWhereASoundStartsMakeThemToo() throws IOException {
    var networks = TinyFlow.open();
    var latents = made(networks, oneStep(4), TinyFlow.data(), n -> {}, Cancellation.none());
    for (var item : latents.items()) {
      assertThat(item.values()).hasSize(TinyFlow.CHANNELS * item.frames());
      for (float value : item.values()) {
        assertThat(value).isFinite().isNotZero();
      }
    }
  }

  @Test
  void whatWasMadeIsReadAndTheRestIsMadeAsIfNothingHadStopped() throws IOException {
    var data = TinyFlow.data();
    var whole = values(made(oneStep(MORE_THAN_A_FILE), data, n -> {}));
    var files = files();
    assertThat(files).hasSize(2);
    var stored = Files.readAllBytes(files.get(1));
    Files.delete(files.get(1));
    var told = new ArrayList<Integer>();
    assertThat(values(made(oneStep(MORE_THAN_A_FILE), data, told::add))).isEqualTo(whole);
    assertThat(files.get(1)).hasBinaryContent(stored);
    assertThat(told.getFirst()).isGreaterThanOrEqualTo(30); // those of the first file at once
    assertThat(told.getLast()).isEqualTo(MORE_THAN_A_FILE);
  }

  private List<Path> files() throws IOException {
    try (var all = Files.list(folder)) {
      return all.sorted().collect(Collectors.toList());
    }
  }

  private static List<List<Float>> values(Latents.InMemory latents) {
    return latents.items().stream()
        .map(item -> {
          var list = new ArrayList<Float>();
          for (float value : item.values()) {
            list.add(value);
          }
          return (List<Float>) list;
        })
        .toList();
  }

  @Test
  void whatIsCancelledLeavesWholeFiles() throws IOException {
    var cancellation = Cancellation.create();
    var data = TinyFlow.data();
    IntConsumer stop =
        n -> {
          if (n > 32) {
            cancellation.cancel();
          }
        };
    var networks = TinyFlow.networks();
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> made(networks, oneStep(3 * MORE_THAN_A_FILE), data, stop, cancellation));
    assertThat(files()).isNotEmpty().allMatch(file -> file.toString().endsWith("safetensors"));
  }

  @Test
  void thoseOfOtherSettingsCaptionsOrModelsAreRefused() throws IOException {
    var data = TinyFlow.data();
    made(oneStep(2), data, n -> {});
    var guided = new SyntheticLatents.Settings(2, new FlowGuidance(3, 1), 1);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> made(guided, data, n -> {}))
        .withMessageContaining("latents-00000.safetensors: made of model tiny, guidance scale 1.0")
        .withMessageContaining("expected model tiny, guidance scale 3.0")
        .withMessageContaining("delete " + folder);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> made(oneStep(3), data, n -> {}))
        .withMessageContaining("2 captions");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> made(oneStep(2), TinyFlow.data(8), n -> {}))
        .withMessageContaining("seed 8");
    var networks = TinyFlow.networks();
    var other = new SyntheticLatents(folder, networks, data, oneStep(2), "another");
    var weights = TinyFlow.weights(networks);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> other.make(new ReferenceBackend(), weights, n -> {}, Cancellation.none()))
        .withMessageContaining("expected model another");
  }

  @Test
  void whatCannotBeMadeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> oneStep(0))
        .withMessageContaining("0 sounds in 1 solver steps, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SyntheticLatents.Settings(1, NONE, 0))
        .withMessageContaining("0 solver steps");
    var networks = TinyFlow.networks(Objective.V);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> made(networks, oneStep(1), TinyFlow.data(), n -> {}, Cancellation.none()))
        .withMessageContaining("expected rectified_flow");
  }
}
