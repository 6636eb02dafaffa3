package dev.aulos.engine.sampling;

/// How a state mixes data and noise at a noise level: `a(level)·data + b(level)·noise`.
public enum Interpolant {
  /// A straight line: `(1 − t)·data + t·noise`.
  FLOW {
    @Override
    double data(double level) {
      return 1 - level;
    }

    @Override
    double noise(double level) {
      return level;
    }

    @Override
    double alone(double level) {
      return 1;
    }
  },
  /// A quarter of a circle: `cos(πt/2)·data + sin(πt/2)·noise`.
  CIRCLE {
    @Override
    double data(double level) {
      return Math.cos(level * Math.PI / 2);
    }

    @Override
    double noise(double level) {
      return Math.sin(level * Math.PI / 2);
    }

    @Override
    double alone(double level) {
      return 1;
    }
  },
  /// Noise of standard deviation σ on top: `data + σ·noise`.
  SIGMA {
    @Override
    double data(double level) {
      return 1;
    }

    @Override
    double noise(double level) {
      return level;
    }

    @Override
    double alone(double level) {
      return level;
    }
  };

  abstract double data(double level);

  abstract double noise(double level);

  /// The weight of noise that nothing is mixed with.
  abstract double alone(double level);

  /// Makes standard-normal noise the state to start from at `level`, in place.
  public void start(float[] noise, float level) {
    float weight = (float) alone(level);
    for (int i = 0; i < noise.length; i++) {
      noise[i] *= weight;
    }
  }

  /// Makes standard-normal noise the state to start from at `level` with data known, in place.
  public void start(float[] noise, float[] data, float level) {
    if (noise.length != data.length) {
      throw new IllegalArgumentException(
          String.format(
              "expected as many values of data as of noise, %d, got %d",
              noise.length, data.length));
    }
    float a = (float) data(level);
    float b = (float) noise(level);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = data[i] * a + noise[i] * b;
    }
  }
}
