package dev.aulos.recipe.evaluate;

import dev.aulos.recipe.sound.Kind;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Random;

/// Tells kinds of sound apart by their [Features]: standardised features, one hidden layer of
/// rectifiers, and a softmax over [Kind].
///
/// Fitted to sounds of the generator that no model is trained on, and to copies of them that were
/// roughened, or described without their phase and made again; see [KindFitting]. It has not met a
/// model.
public final class KindClassifier {
  private static final int MAGIC = 0x41554c4b; // AULK
  private static final float FARTHEST = 4;
  private static final List<Kind> KINDS = List.of(Kind.values());

  private final float[] mean; // (d)
  private final float[] scale; // (d): 1 / standard deviation
  private final Layer hidden; // (h, d)
  private final Layer output; // (kinds, h)

  KindClassifier(float[] mean, float[] scale, Layer hidden, Layer output) {
    this.mean = mean;
    this.scale = scale;
    this.hidden = hidden;
    this.output = output;
  }

  /// The one that comes with Aulos.
  ///
  /// @throws IllegalStateException if it is missing, or was fitted for other kinds or features
  public static KindClassifier shipped() {
    try (var in = KindClassifier.class.getResourceAsStream("kinds.bin")) {
      if (in == null) {
        throw new IllegalStateException(
            "no kinds.bin beside " + KindClassifier.class.getName() + "; fit it (FitKinds)");
      }
      return read(in);
    } catch (IOException e) {
      throw new IllegalStateException("kinds.bin cannot be read: " + e.getMessage(), e);
    }
  }

  /// The likeliest kind.
  public Kind tell(Features features) {
    var chances = chances(features);
    int best = 0;
    for (int i = 1; i < chances.length; i++) {
      best = chances[i] > chances[best] ? i : best;
    }
    return KINDS.get(best);
  }

  /// How likely each kind is, in the order of [Kind#values()]; they sum to 1.
  public float[] chances(Features features) {
    var z = output.apply(Layer.rectified(hidden.apply(standardised(features))));
    Layer.softmax(z);
    return z;
  }

  /// Features in standard deviations from the mean, at most 4 either way, `(d)`.
  float[] standardised(Features features) {
    if (features.count() != mean.length) {
      throw new IllegalArgumentException(
          features.count() + " features, expected " + mean.length + "; fit the classifier anew");
    }
    var x = new float[mean.length];
    for (int i = 0; i < x.length; i++) {
      float z = (features.at(i) - mean[i]) * scale[i];
      x[i] = Math.max(-FARTHEST, Math.min(FARTHEST, z));
    }
    return x;
  }

  /// How unlike two sounds are: the root mean square difference of standardised features.
  public double distance(Features a, Features b) {
    var x = standardised(a);
    var y = standardised(b);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - y[i]) * (double) (x[i] - y[i]);
    }
    return Math.sqrt(sum / x.length);
  }

  /// Steps down the cross-entropy.
  void descend(List<KindFitting.Labelled> sounds, KindFitting fitting, Random random) {
    int step = 0;
    for (int epoch = 0; epoch < fitting.epochs(); epoch++) {
      for (var batch : fitting.batches(sounds, random)) {
        for (var sound : batch) {
          var x = standardised(sound.features());
          for (int i = 0; i < x.length; i++) {
            x[i] += fitting.noise() * (float) random.nextGaussian();
          }
          accumulate(x, sound.kind(), 1f / batch.size());
        }
        step++;
        float rate = fitting.rateAt(epoch / (double) fitting.epochs());
        hidden.step(step, rate, fitting.decay());
        output.step(step, rate, fitting.decay());
      }
    }
  }

  private void accumulate(float[] x, Kind kind, float weight) {
    var h = Layer.rectified(hidden.apply(x));
    var dz = output.apply(h);
    Layer.softmax(dz); // the gradient of cross-entropy is chances − truth
    dz[KINDS.indexOf(kind)] -= 1;
    for (int i = 0; i < dz.length; i++) {
      dz[i] *= weight;
    }
    var dh = output.backward(h, dz);
    for (int i = 0; i < dh.length; i++) {
      dh[i] = h[i] > 0 ? dh[i] : 0;
    }
    hidden.backward(x, dh);
  }

  /// Writes weights as numbers of 16 bits.
  void write(OutputStream out) throws IOException {
    var data = new DataOutputStream(out);
    data.writeInt(MAGIC);
    data.writeInt(mean.length);
    data.writeInt(hidden.outputs());
    data.writeUTF(KINDS.toString());
    for (int i = 0; i < mean.length; i++) {
      data.writeFloat(mean[i]);
      data.writeFloat(scale[i]);
    }
    hidden.write(data);
    output.write(data);
    data.flush();
  }

  /// Reads what [#write] wrote.
  static KindClassifier read(InputStream in) throws IOException {
    var data = new DataInputStream(in);
    if (data.readInt() != MAGIC) {
      throw new IOException("not a kind classifier");
    }
    int d = data.readInt();
    int h = data.readInt();
    var kinds = data.readUTF();
    if (!kinds.equals(KINDS.toString())) {
      throw new IOException("fitted for " + kinds + ", expected " + KINDS + "; fit it anew");
    }
    var mean = new float[d];
    var scale = new float[d];
    for (int i = 0; i < d; i++) {
      mean[i] = data.readFloat();
      scale[i] = data.readFloat();
    }
    return new KindClassifier(
        mean, scale, Layer.read(data, h, d), Layer.read(data, KINDS.size(), h));
  }
}
