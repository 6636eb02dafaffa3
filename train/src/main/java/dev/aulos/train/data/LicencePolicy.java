package dev.aulos.train.data;

import java.util.List;
import java.util.Optional;

/// Which licences a user lets in. What is forbidden is forbidden even if it is allowed too.
///
/// Patterns match whole licences, whatever their case: `*` is any text, `?` one letter, as in
/// `CC-BY-?.?`. `CC BY 4.0` and the addresses of Creative Commons count as their SPDX identifiers.
///
/// @param allowed patterns, one of which a licence must match; `*` allows all
/// @param forbidden patterns of which it must match none
/// @param acceptsMissing whether sounds without a licence are let in
public record LicencePolicy(List<String> allowed, List<String> forbidden, boolean acceptsMissing) {
  public LicencePolicy {
    allowed = List.copyOf(allowed);
    forbidden = List.copyOf(forbidden);
    if (allowed.isEmpty()) {
      throw new IllegalArgumentException(
          "no licence is allowed, expected patterns such as CC0-1.0, or * for all");
    }
    for (var patterns : List.of(allowed, forbidden)) {
      if (patterns.stream().anyMatch(String::isBlank)) {
        throw new IllegalArgumentException("a licence pattern is blank in " + patterns);
      }
    }
  }

  /// Any licence that is stated.
  public static LicencePolicy stated() {
    return new LicencePolicy(List.of("*"), List.of(), false);
  }

  /// Public domain, attribution and permissive licences: nothing that asks for more than a name.
  public static LicencePolicy permissive() {
    return new LicencePolicy(
        List.of(
            "CC0*",
            "CC-PDM*",
            "CC-PDDC",
            "PDDL*",
            "Public Domain",
            "Unlicense",
            "CC-BY",
            "CC-BY-?.?",
            "MIT",
            "MIT-0",
            "Apache-2.0",
            "BSD-*",
            "ISC"),
        List.of(),
        false);
  }

  /// Why a licence is refused; nothing if it is let in.
  public Optional<String> refusal(Optional<String> licence) {
    if (licence.isEmpty()) {
      return acceptsMissing
          ? Optional.empty()
          : Optional.of("no licence is stated; state it in dataset.json or beside the sound");
    }
    var text = licence.get();
    if (Licence.holds(text, this::accepts)) {
      return Optional.empty();
    }
    return Optional.of(
        isForbidden(text)
            ? "licence '" + text + "' is forbidden by the policy"
            : "licence '" + text + "' is not among the allowed " + String.join(", ", allowed));
  }

  private boolean accepts(String usual) {
    return matchesAny(usual, allowed) && !matchesAny(usual, forbidden);
  }

  private boolean isForbidden(String licence) {
    return !Licence.holds(licence, usual -> !matchesAny(usual, forbidden));
  }

  private static boolean matchesAny(String usual, List<String> patterns) {
    return patterns.stream().anyMatch(pattern -> Licence.matches(usual, pattern));
  }
}
