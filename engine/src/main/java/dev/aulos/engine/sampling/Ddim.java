package dev.aulos.engine.sampling;

/// DDIM (arXiv:2010.02502) for the v objective: `x₀ = αx − σv` and `ε = σx + αv` are mixed anew at
/// the next level. In CFG++ (arXiv:2406.08070) ε is of the prediction without guidance.
final class Ddim implements Solver {
  private final Trajectory run;
  private final boolean plusPlus;
  private final float[] guided;
  private final float[] unguided;

  private Ddim(Trajectory run, boolean plusPlus) {
    this.run = run;
    this.plusPlus = plusPlus;
    this.guided = run.scratch();
    this.unguided = plusPlus ? run.scratch() : guided;
  }

  static Ddim of(Trajectory run) {
    return new Ddim(run, false);
  }

  static Ddim plusPlus(Trajectory run) {
    return new Ddim(run, true);
  }

  @Override
  public int steps(int step) {
    return run.schedule.steps();
  }

  @Override
  public void take(int step) {
    if (plusPlus) {
      run.predictBoth(step, guided, unguided);
    } else {
      run.predict(run.x, step, guided);
    }
    run.eachItem(step, this::move);
  }

  private void move(float t, float next, int from, int to) {
    float alpha = (float) Interpolant.CIRCLE.data(t);
    float sigma = (float) Interpolant.CIRCLE.noise(t);
    float nextAlpha = (float) Interpolant.CIRCLE.data(next);
    float nextSigma = (float) Interpolant.CIRCLE.noise(next);
    for (int i = from; i < to; i++) {
      float data = alpha * run.x[i] - sigma * guided[i];
      float noise = sigma * run.x[i] + alpha * unguided[i];
      run.denoised[i] = data;
      run.x[i] = nextAlpha * data + nextSigma * noise;
    }
  }
}
