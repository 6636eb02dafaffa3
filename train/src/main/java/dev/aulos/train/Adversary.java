package dev.aulos.train;

import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.train.discriminator.Judgement;
import dev.aulos.train.discriminator.SpectralDiscriminator;
import dev.aulos.train.loss.AdversarialLoss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The discriminator that an autoencoder is trained against: it learns to tell true sound from
/// decoded sound, the autoencoder not to be told.
///
/// @param config its extents
/// @param kind what both make of its scores
/// @param weight of the scores in the autoencoder's loss
/// @param featureWeight of the distance of its features there
/// @param rate its learning rate, by the count of its own steps
/// @param optimizer how its gradients move it
public record Adversary(
    SpectralDiscriminator.Config config,
    AdversarialLoss kind,
    double weight,
    double featureWeight,
    LearningRate rate,
    AdamW.Settings optimizer) {
  private static final String NAME = "discriminator";

  /// Checks the numbers.
  public Adversary {
    if (!(weight >= 0) || !(featureWeight >= 0)) {
      throw new IllegalArgumentException(
          "weights " + weight + " and " + featureWeight + ", expected at least 0");
    }
  }

  /// Settings to begin with, those of the published autoencoder's training: hinge loss, features
  /// counting fifty times as much as scores.
  public static Adversary published(double rate) {
    return new Adversary(
        SpectralDiscriminator.Config.published(),
        AdversarialLoss.HINGE,
        0.1,
        5,
        new LearningRate(rate, 0, new LearningRate.Decline.Constant()),
        new AdamW.Settings(0.8, 0.99, 1e-8, 1e-3));
  }

  /// Whether the parameter of a path is the discriminator's.
  static boolean owns(String path) {
    return path.startsWith(NAME + ".");
  }

  /// Fresh values of its parameters.
  Map<String, NdArray> initial(long seed) {
    var values = new LinkedHashMap<String, NdArray>();
    SpectralDiscriminator.initial(config, new Random(seed))
        .forEach((path, value) -> values.put(NAME + "." + path, value));
    return values;
  }

  /// The losses on true and decoded sound, (b, channels, t) each.
  SpectralDiscriminator.Terms losses(Trainable trainable, Tensor real, Tensor fake) {
    return SpectralDiscriminator.losses(
        kind, judgements(trainable, real), judgements(trainable, fake));
  }

  private List<Judgement> judgements(Trainable trainable, Tensor sound) {
    var outputs = new LinkedHashMap<String, Tensor>();
    var network = SpectralDiscriminator.of(Scope.root().at(NAME), config);
    var judged = network.apply(Tensor.input("sound", Shape.of(sound.shape().fixed())));
    for (int i = 0; i < judged.size(); i++) {
      outputs.put(scores(i), judged.get(i).scores());
      for (int j = 0; j < judged.get(i).features().size(); j++) {
        outputs.put(feature(i, j), judged.get(i).features().get(j));
      }
    }
    var laid = trainable.network(Graph.of(NAME, outputs), Map.of("sound", sound));
    var judgements = new ArrayList<Judgement>();
    for (int i = 0; i < judged.size(); i++) {
      var features = new ArrayList<Tensor>();
      for (int j = 0; j < judged.get(i).features().size(); j++) {
        features.add(laid.output(feature(i, j)));
      }
      judgements.add(new Judgement(laid.output(scores(i)), features));
    }
    return judgements;
  }

  private static String scores(int scale) {
    return "scores " + scale;
  }

  private static String feature(int scale, int layer) {
    return "feature " + scale + " " + layer;
  }
}
