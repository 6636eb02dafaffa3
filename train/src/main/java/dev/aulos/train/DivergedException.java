package dev.aulos.train;

/// Training has left the numbers that mean anything: its learning rate is too high. The message
/// says after which step, and what to do.
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedException(long step) {
    super(
        "step "
            + step
            + ": training has diverged, its gradients are no finite numbers; begin again in another"
            + " folder with a lower learning rate");
  }
}
