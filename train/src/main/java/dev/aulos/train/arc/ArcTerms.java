package dev.aulos.train.arc;

/// The weights of what counts in ARC's losses beside the adversarial term; 0 leaves a term out.
///
/// @param contrast of the contrastive term, which has the discriminator look at the prompt
/// @param penalty of how much the discriminator's scores change when what it looks at is shaken a
///   little: the approximate gradient penalties R1 and R2 (arXiv:2501.08316)
/// @param anchor of how far the generator's velocity is from what it was at first, as a mean square
///   (the distillation of arXiv:2311.17042)
/// @param clap of how far the generator's sounds are from their texts, where a CLAP tells
public record ArcTerms(double contrast, double penalty, double anchor, double clap) {
  /// What the paper has, and a CLAP where there is one, as Stable Audio 3 has.
  public static final ArcTerms PUBLISHED = new ArcTerms(1, 0, 0, 1);

  /// Checks the numbers.
  public ArcTerms {
    if (!(contrast >= 0) || !(penalty >= 0) || !(anchor >= 0) || !(clap >= 0)) {
      throw new IllegalArgumentException(
          String.format(
              "contrast %s, penalty %s, anchor %s, clap %s: expected at least 0",
              contrast, penalty, anchor, clap));
    }
  }

  /// With another weight of the contrastive term.
  public ArcTerms withContrast(double weight) {
    return new ArcTerms(weight, penalty, anchor, clap);
  }

  /// With another weight of the penalties.
  public ArcTerms withPenalty(double weight) {
    return new ArcTerms(contrast, weight, anchor, clap);
  }

  /// With another weight of how far the generator moves.
  public ArcTerms withAnchor(double weight) {
    return new ArcTerms(contrast, penalty, weight, clap);
  }

  /// With another weight of how far sounds are from their texts.
  public ArcTerms withClap(double weight) {
    return new ArcTerms(contrast, penalty, anchor, weight);
  }
}
