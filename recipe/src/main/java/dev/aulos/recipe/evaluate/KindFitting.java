package dev.aulos.recipe.evaluate;

import dev.aulos.recipe.sound.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Fits a [KindClassifier] to labelled features by AdamW on cross-entropy, with noise on the
/// features in place of more sounds.
///
/// @param hidden units of the hidden layer
/// @param epochs times each sound is seen
/// @param rate the learning rate, falling along a cosine to nothing
/// @param decay AdamW's weight decay
/// @param noise standard deviation of the noise on standardised features
record KindFitting(int hidden, int epochs, float rate, float decay, float noise) {
  private static final int BATCH = 32;

  /// A sound's features and what it is.
  record Labelled(Features features, Kind kind) {}

  static KindFitting usual() {
    return new KindFitting(96, 40, 2e-3f, 0.05f, 0.4f);
  }

  KindClassifier fit(List<Labelled> sounds, long seed) {
    var random = new Random(seed);
    int d = sounds.getFirst().features().count();
    var classifier =
        new KindClassifier(
            mean(sounds, d),
            scale(sounds, d),
            Layer.random(hidden, d, random),
            Layer.random(Kind.values().length, hidden, random));
    classifier.descend(sounds, this, random);
    return classifier;
  }

  List<List<Labelled>> batches(List<Labelled> sounds, Random random) {
    var order = new ArrayList<>(sounds);
    Collections.shuffle(order, random);
    var batches = new ArrayList<List<Labelled>>();
    for (int i = 0; i < order.size(); i += BATCH) {
      batches.add(order.subList(i, Math.min(order.size(), i + BATCH)));
    }
    return batches;
  }

  float rateAt(double progress) {
    return (float) (rate * 0.5 * (1 + Math.cos(Math.PI * progress)));
  }

  private static float[] mean(List<Labelled> sounds, int d) {
    var mean = new float[d];
    for (int i = 0; i < d; i++) {
      double sum = 0;
      for (var sound : sounds) {
        sum += sound.features().at(i);
      }
      mean[i] = (float) (sum / sounds.size());
    }
    return mean;
  }

  private static float[] scale(List<Labelled> sounds, int d) {
    var mean = mean(sounds, d);
    var scale = new float[d];
    for (int i = 0; i < d; i++) {
      double squares = 0;
      for (var sound : sounds) {
        double apart = sound.features().at(i) - mean[i];
        squares += apart * apart;
      }
      double deviation = Math.sqrt(squares / sounds.size());
      scale[i] = deviation < 1e-5 ? 0 : (float) (1 / deviation);
    }
    return scale;
  }
}
