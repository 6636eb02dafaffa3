package dev.aulos.recipe.evaluate;

/// Whether a sound is as its prompt asked in one respect.
public enum Verdict {
  RIGHT,
  WRONG,
  /// The prompt leaves it open.
  NOT_ASKED;

  static Verdict of(boolean isRight) {
    return isRight ? RIGHT : WRONG;
  }
}
