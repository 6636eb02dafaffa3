package dev.aulos.recipe.evaluate;

import dev.aulos.recipe.sound.Kind;
import dev.aulos.recipe.sound.Prompt;

/// One render against its prompt.
///
/// @param kind what it sounds like
/// @param kindChance how likely the classifier holds that, 0 to 1
/// @param tempo within 2 % of the claim, or of its half or double
/// @param beat of a drum loop, whether at least 85 % of what begins lies on one even grid; asked of
///   all in which enough begins to tell
/// @param pitch within 50 cents of the note, in its octave; of a bell, whose hum and nominal are an
///   octave below and above the strike note and as strong, in any of these three
/// @param place in the stereo image
/// @param length whether file and sound are as long as asked
public record Judgement(
    Prompt prompt,
    long seed,
    Measurement heard,
    Kind kind,
    double kindChance,
    Verdict tempo,
    Verdict beat,
    Verdict pitch,
    Verdict place,
    Verdict length) {
  /// Whether the kind is the one asked for.
  public boolean isKindRight() {
    return kind == prompt.claims().kind();
  }

  /// Whether the sound is neither silent, nor broken, nor distorted: less than 0.1 % of its frames
  /// are at full scale.
  public boolean isSound() {
    return !heard.isSilent() && heard.isFinite() && !isClipped();
  }

  /// Whether 0.1 % of the frames or more are at full scale.
  public boolean isClipped() {
    return heard.clippedShare() >= 0.001;
  }
}
