package dev.aulos.train.loss;

import dev.aulos.graph.DType;
import dev.aulos.graph.Gradients;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.Objective;
import dev.aulos.testkit.GoldenCase;
import dev.aulos.testkit.GoldenFile;
import dev.aulos.train.discriminator.ConvolutionalHead;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A reference case of kind `losses` as one graph: every expected tensor by its name.
final class LossesCase {
  private final GoldenCase reference;
  private final GoldenFile golden;
  private final GoldenFile head;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Map<String, Tensor> outputs = new LinkedHashMap<>();

  private LossesCase(GoldenCase reference) {
    this.reference = reference;
    golden = reference.tensors("golden.safetensors");
    head = reference.tensors("discriminator_head.safetensors");
  }

  static LossesCase of(GoldenCase reference) {
    var built = new LossesCase(reference);
    built.spectral();
    built.divergence();
    built.diffusion(Objective.RECTIFIED_FLOW);
    built.diffusion(Objective.V);
    built.scores();
    built.head();
    return built;
  }

  Graph graph() {
    return Graph.of(reference.name(), outputs);
  }

  GoldenFile golden() {
    return golden;
  }

  GoldenFile parameters() {
    return head;
  }

  /// The values to give to the graph.
  Map<String, NdArray> given() {
    var given = new LinkedHashMap<String, NdArray>();
    graph().inputs().keySet().forEach(name -> given.put(name, golden.get(name).toF32()));
    return given;
  }

  private Tensor input(String name) {
    return inputs.computeIfAbsent(name, n -> Tensor.input(n, DType.F32, Shape.of(golden.shape(n))));
  }

  private void gradients(String prefix, Tensor loss, Map<String, Tensor> wrt) {
    var gradients = Gradients.of(loss, wrt.values());
    wrt.forEach((name, tensor) -> outputs.put(prefix + name, gradients.get(tensor)));
  }

  private void spectral() {
    var sizes = reference.list("fft_sizes").asList();
    var hop = reference.parameters().get("hop").getAsString();
    int overlap = Integer.parseInt(hop.substring(hop.indexOf('/') + 1)); // "fft/4"
    var resolutions =
        sizes.stream()
            .map(size -> size.getAsInt())
            .map(fft -> new StftResolution(fft, fft / overlap, fft))
            .toList();
    int rate = reference.parameters().get("sample_rate").getAsInt();
    var plain = StftLoss.of(resolutions);
    spectral("stft/plain_", plain);
    spectral("stft/aweighted_", plain.weighted(rate));
    outputs.put("stft/a_weighting_taps", Tensor.constant(AWeighting.of(rate).taps()));
    var magnitude = golden.shape("stft/magnitude_first_resolution"); // (c, bins, frames)
    var first = input("stft/target").slice(0, 0, 1).reshape(magnitude[0], shape("stft/target")[2]);
    outputs.put(
        "stft/magnitude_first_resolution",
        Stft.of(resolutions.get(0))
            .centred(first)
            .power(1e-8f)
            .sqrt()
            .slice(1, 0, magnitude[2])
            .transpose(0, 2, 1));
  }

  private long[] shape(String name) {
    return golden.shape(name);
  }

  private void spectral(String prefix, StftLoss loss) {
    var target = input("stft/target");
    var prediction = input("stft/prediction");
    var all = loss.channels(target, prediction);
    outputs.put(prefix + "multires/loss", all.loss());
    outputs.put(
        prefix + "multires/spectral_convergence",
        rows(all.distances().stream().map(SpectralDistance::convergence).toList()));
    outputs.put(
        prefix + "multires/log_magnitude",
        rows(all.distances().stream().map(SpectralDistance::logMagnitude).toList()));
    gradients(prefix + "multires/", all.loss(), Map.of("grad_p", prediction));
    var sumDifference = loss.sumDifference(target, prediction);
    outputs.put(prefix + "sum_difference/loss", sumDifference);
    gradients(prefix + "sum_difference/", sumDifference, Map.of("grad_p", prediction));
    var stereo = loss.stereo(target, prediction);
    outputs.put(prefix + "total/loss", stereo.total());
    outputs.put(prefix + "total/ms", stereo.sumDifference());
    outputs.put(prefix + "total/left", stereo.left());
    outputs.put(prefix + "total/right", stereo.right());
    gradients(prefix + "total/", stereo.total(), Map.of("grad_p", prediction));
  }

  private static Tensor rows(List<Tensor> parts) {
    long width = parts.get(0).shape().rank() == 0 ? 1 : parts.get(0).dim(0).fixed();
    return Tensor.concat(
        0, parts.stream().map(part -> part.reshape(1, width)).toArray(Tensor[]::new));
  }

  private void divergence() {
    var mean = input("kl/mean");
    var scale = input("kl/scale");
    var bottleneck = GaussianBottleneck.of(mean, scale);
    outputs.put("kl/latents", bottleneck.sample(input("kl/noise")));
    outputs.put("kl/loss", bottleneck.divergence());
    gradients("kl/", bottleneck.divergence(), Map.of("grad_mean", mean, "grad_scale", scale));
  }

  private void diffusion(Objective objective) {
    var example =
        DiffusionLoss.of(
            objective, input("diffusion/latents"), input("diffusion/noise"), input("diffusion/t"));
    var output = input("diffusion/output");
    var prefix = "diffusion/" + objective.key();
    diffusion(prefix + "/", example, example.loss(output));
    diffusion(prefix + "_masked/", example, example.loss(output, input("diffusion/padding_mask")));
  }

  private void diffusion(String prefix, DiffusionLoss example, Tensor loss) {
    outputs.put(prefix + "noised_input", example.noised());
    outputs.put(prefix + "target", example.target());
    outputs.put(prefix + "loss", loss);
    gradients(prefix, loss, Map.of("grad_o", input("diffusion/output")));
  }

  private void scores() {
    var real = input("arc_scores/real_scores");
    var fake = input("arc_scores/fake_scores");
    var rolled = input("arc_scores/rolled_real_scores");
    var pairs = AdversarialLoss.RELATIVISTIC;
    scores("arc_scores/generator/", pairs.generator(real, fake), real, fake);
    scores("arc_scores/discriminator/", pairs.discriminator(real, fake), real, fake);
    scores("arc_scores/contrastive/", AdversarialLoss.contrastive(rolled, real), real, rolled);
  }

  private void scores(String prefix, Tensor loss, Tensor real, Tensor fake) {
    outputs.put(prefix + "loss", loss);
    gradients(prefix, loss, Map.of("grad_r", real, "grad_f", fake));
  }

  private void head() {
    int channels = Math.toIntExact(head.shape("layers.0.bias")[0]);
    int groups = reference.parameters().get("head_groups").getAsInt();
    var network = ConvolutionalHead.of(Scope.root(), channels, groups);
    var scores = new LinkedHashMap<String, Tensor>();
    for (var kind : List.of("real", "fake", "rolled")) {
      scores.put(kind, network.apply(input("arc_head/" + kind + "_hidden")));
    }
    for (var step : List.of("discriminator", "generator")) {
      scores.forEach((kind, s) -> outputs.put("arc_head/" + step + "/" + kind + "_scores", s));
    }
    var real = scores.get("real");
    var fake = scores.get("fake");
    var pairs = AdversarialLoss.RELATIVISTIC;
    outputs.put("arc_head/generator/loss", pairs.generator(real, fake));
    gradients("arc_head/generator/", pairs.generator(real, fake), hidden(List.of("real", "fake")));
    float weight = reference.parameters().get("contrastive_weight").getAsFloat();
    var contrastive = AdversarialLoss.contrastive(scores.get("rolled"), real);
    var loss = pairs.discriminator(real, fake).add(contrastive.mul(weight));
    outputs.put("arc_head/discriminator/loss", loss);
    var wrt = hidden(List.of("real", "fake", "rolled"));
    wrt.putAll(parametersOf(loss));
    gradients("arc_head/discriminator/", loss, wrt);
  }

  private Map<String, Tensor> hidden(List<String> kinds) {
    var hidden = new LinkedHashMap<String, Tensor>();
    kinds.forEach(kind -> hidden.put("grad_" + kind, input("arc_head/" + kind + "_hidden")));
    return hidden;
  }

  private static Map<String, Tensor> parametersOf(Tensor loss) {
    var parameters = new LinkedHashMap<String, Tensor>();
    for (var node : Graph.of("loss", Map.of("loss", loss)).nodes()) {
      if (node.op() instanceof Op.Parameter parameter) {
        parameters.put("grad_param/" + parameter.path(), node);
      }
    }
    return parameters;
  }

  /// How far a value is from the expected one, as the larger share of both tolerances.
  double share(String name, NdArray got) {
    var entry = reference.json().getAsJsonObject("tensors").getAsJsonObject(name);
    var a = got.toFloats();
    var b = golden.get(name).toFloats();
    if (a.length != b.length || !Arrays.equals(squeezed(got), squeezed(golden.get(name)))) {
      return Double.POSITIVE_INFINITY;
    }
    double worst = 0;
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      worst =
          Double.isNaN(difference)
              ? Double.POSITIVE_INFINITY
              : Math.max(worst, Math.abs(difference));
      squares += difference * difference;
    }
    double share = worst / entry.get("tol_abs").getAsDouble();
    return entry.has("tol_rms")
        ? Math.max(share, Math.sqrt(squares / a.length) / entry.get("tol_rms").getAsDouble())
        : share;
  }

  private static long[] squeezed(NdArray array) {
    return Arrays.stream(array.shape()).filter(d -> d != 1).toArray();
  }
}
