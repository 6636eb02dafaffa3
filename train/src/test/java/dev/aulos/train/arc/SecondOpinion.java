package dev.aulos.train.arc;

import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.Trainable;
import dev.aulos.train.clap.ClapNetworks;
import dev.aulos.weights.WeightViews;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The losses of ARC in plain Java: the graph is asked for a velocity and for scores of given
/// sounds alone.
final class SecondOpinion {
  private final FlowNetworks flow;
  private final ArcNetworks networks;
  private final Map<String, NdArray> inputs;
  private final Weights parameters;
  private final int b;
  private final int frames;
  private final double[] real;
  private final double[] fake;
  private final double[] rolled;

  SecondOpinion(
      FlowNetworks flow, ArcSettings settings, Map<String, NdArray> inputs, Weights parameters) {
    this.flow = flow;
    this.inputs = inputs;
    this.parameters = parameters;
    networks = new ArcNetworks(flow, settings, Optional.empty());
    b = (int) input("data").dim(0);
    frames = (int) input("data").dim(2);
    var data = input("data").toFloats();
    var sound = noised(data, "level", "again");
    real = scores(sound, inputs);
    fake = scores(noised(generated(), "level", "again"), inputs);
    var others = new LinkedHashMap<>(inputs);
    for (var name : List.of("text", "text_valid")) {
      if (inputs.containsKey(name)) {
        others.put(name, rolled(input(name)));
      }
    }
    rolled = scores(sound, others);
  }

  double generator() {
    return ranking(fake, real);
  }

  double discriminator() {
    return ranking(real, fake);
  }

  double contrastive() {
    return ranking(real, rolled);
  }

  private double ranking(double[] higher, double[] lower) {
    double sum = 0;
    double total = 0;
    int m = higher.length / b;
    for (int i = 0; i < b; i++) {
      for (int j = 0; j < m; j++) {
        double weight = weight(i, j);
        sum += weight * Math.log1p(Math.exp(lower[i * m + j] - higher[i * m + j]));
        total += weight;
      }
    }
    return sum / total;
  }

  /// Half of what squared changes of scores add up to, for an item.
  double penalty() {
    var shaken =
        new double[][] {
          scores(shaken(noised(input("data").toFloats(), "level", "again"), "real shake"), inputs),
          scores(shaken(noised(generated(), "level", "again"), "fake shake"), inputs)
        };
    int m = real.length / b;
    double sum = 0;
    for (int i = 0; i < b * m; i++) {
      double changes = Math.pow(real[i] - shaken[0][i], 2) + Math.pow(fake[i] - shaken[1][i], 2);
      sum += weight(i / m, i % m) * changes;
    }
    return sum / 2 / b;
  }

  private float[] shaken(float[] x, String name) {
    var shake = input(name).toFloats();
    var values = x.clone();
    for (int i = 0; i < x.length; i++) {
      values[i] += 0.05f * shake[i];
    }
    return values;
  }

  /// How much of what a score looks at is sound.
  private double weight(int item, int score) {
    var valid = input("valid").toFloats();
    double weight = 0;
    for (int frame = 16 * score; frame < 16 * score + 64; frame++) {
      weight += valid[item * frames + frame] / 64;
    }
    return weight;
  }

  /// How far the velocity is from that of other weights, over the frames to make.
  double moved(Weights first) {
    var x = noised(input("data").toFloats(), "time", "noise");
    var now = velocity(x, parameters);
    var before = velocity(x, first);
    var keep = input("keep").toFloats();
    var valid = input("valid").toFloats();
    double sum = 0;
    double count = 0;
    for (int i = 0; i < x.length; i++) {
      int frame = i / (TinyFlow.CHANNELS * frames) * frames + i % frames;
      double made = valid[frame] * (1 - keep[frame]);
      sum += made * Math.pow(now[i] - before[i], 2);
      count += made;
    }
    return sum / count;
  }

  /// How far the generated sounds are from their texts.
  double apart(ClapNetworks clap) {
    var fixed = new Trainable(path -> false);
    var symbols = flow.inputs(b, frames);
    var condition = flow.condition(fixed, symbols);
    var given = Tensor.input("x", symbols.data().shape());
    var level = flow.time("level", b);
    var x = noised(generated(), "level", "again");
    var sound = clap.audio(fixed, condition, given, level, symbols.valid());
    var sounds = run(sound, x, inputs, parameters);
    var texts = run(clap.text(fixed, condition), x, inputs, parameters);
    int size = sounds.length / b;
    double sum = 0;
    for (int item = 0; item < b; item++) {
      double cosine = 0;
      for (int i = item * size; i < (item + 1) * size; i++) {
        cosine += (double) sounds[i] * texts[i];
      }
      sum += Math.pow(Math.acos(cosine), 2) / 2;
    }
    return sum / b;
  }

  private NdArray input(String name) {
    return Objects.requireNonNull(inputs.get(name), name);
  }

  private float[] noised(float[] data, String time, String noise) {
    var t = input(time).toFloats();
    var n = input(noise).toFloats();
    var x = new float[data.length];
    for (int i = 0; i < x.length; i++) {
      float at = t[i / (TinyFlow.CHANNELS * frames)];
      x[i] = (1 - at) * data[i] + at * n[i];
    }
    return x;
  }

  private float[] generated() {
    var data = input("data").toFloats();
    var keep = input("keep").toFloats();
    var valid = input("valid").toFloats();
    var t = input("time").toFloats();
    var x = noised(data, "time", "noise");
    var velocity = velocity(x, parameters);
    var sound = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      int item = i / (TinyFlow.CHANNELS * frames);
      int frame = item * frames + i % frames;
      float made = x[i] - t[item] * velocity[i];
      sound[i] = keep[frame] == 1 ? data[i] : valid[frame] == 1 ? made : 0;
    }
    return sound;
  }

  private float[] velocity(float[] x, Weights weights) {
    var fixed = new Trainable(path -> false);
    var symbols = flow.inputs(b, frames);
    var condition = flow.condition(fixed, symbols);
    var given = Tensor.input("x", symbols.data().shape());
    return run(flow.output(fixed, condition, given, symbols.time()), x, inputs, weights);
  }

  private double[] scores(float[] x, Map<String, NdArray> told) {
    var fixed = new Trainable(path -> false);
    var symbols = flow.inputs(b, frames);
    var condition = flow.condition(fixed, symbols);
    var given = Tensor.input("x", symbols.data().shape());
    var level = flow.time("level", b);
    var scores = run(networks.score(fixed, condition.inputs(given, level)), x, told, parameters);
    var wide = new double[scores.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = scores[i];
    }
    return wide;
  }

  private float[] run(Tensor value, float[] x, Map<String, NdArray> told, Weights weights) {
    var graph = Graph.of("second opinion", Map.of("value", value));
    var given = new LinkedHashMap<>(told);
    given.put("x", NdArray.of(x, b, TinyFlow.CHANNELS, frames));
    given.keySet().retainAll(graph.inputs().keySet());
    try (var executable = new ReferenceBackend().compile(graph, weights)) {
      return WeightViews.of(executable.run(given)).get("value").toFloats();
    }
  }

  /// With each item's values those of the item before.
  private static NdArray rolled(NdArray array) {
    int own = array.size() / (int) array.dim(0);
    var values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[(i + own) % values.length] = array.floats().get(i);
    }
    return NdArray.of(values, array.shape());
  }
}
