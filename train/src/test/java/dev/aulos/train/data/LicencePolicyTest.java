package dev.aulos.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LicencePolicyTest {
  private static final LicencePolicy NO_NC =
      new LicencePolicy(List.of("CC0*", "CC-BY-*"), List.of("*-NC-*", "*-ND*"), false);

  private static Optional<String> refusal(LicencePolicy policy, String licence) {
    return policy.refusal(Optional.of(licence));
  }

  @ParameterizedTest
  @CsvSource({
    "CC0-1.0, true",
    "cc0 1.0, true",
    "CC-BY-4.0, true",
    "CC BY 4.0, true",
    "CC_BY_SA_4.0, true",
    "CC-BY-NC-4.0, false",
    "cc by-nc 4.0, false",
    "CC-BY-ND-3.0, false",
    "MIT, false",
    "http://creativecommons.org/licenses/by/3.0/, true",
    "https://creativecommons.org/licenses/by-nc-sa/4.0/legalcode, false",
    "https://creativecommons.org/publicdomain/zero/1.0/, true",
    "CC-BY-NC-4.0 OR CC-BY-4.0, true",
    "CC-BY-4.0 AND MIT, false",
    "(CC0-1.0 OR MIT) AND (CC-BY-4.0), true",
    "CC0-1.0 OR MIT AND GPL-3.0-only, true",
  })
  void judges(String licence, boolean accepted) {
    assertThat(refusal(NO_NC, licence).isEmpty()).isEqualTo(accepted);
  }

  @Test
  void saysWhy() {
    assertThat(refusal(NO_NC, "CC BY-NC 4.0"))
        .contains("licence 'CC BY-NC 4.0' is forbidden by the policy");
    assertThat(refusal(NO_NC, "MIT"))
        .contains("licence 'MIT' is not among the allowed CC0*, CC-BY-*");
    assertThat(NO_NC.refusal(Optional.empty()))
        .contains("no licence is stated; state it in dataset.json or beside the sound");
  }

  @Test
  void acceptsAMissingLicenceOnlyIfToldSo() {
    var lenient = new LicencePolicy(List.of("*"), List.of(), true);
    assertThat(lenient.refusal(Optional.empty())).isEmpty();
    assertThat(LicencePolicy.stated().refusal(Optional.empty())).isPresent();
  }

  @Test
  void permissiveAsksForNoMoreThanAName() {
    var policy = LicencePolicy.permissive();
    for (var fine : List.of("CC0-1.0", "CC-BY-4.0", "MIT", "public domain", "CC-PDM-1.0")) {
      assertThat(refusal(policy, fine)).as(fine).isEmpty();
    }
    for (var not : List.of("CC-BY-NC-4.0", "CC-BY-SA-4.0", "CC-BY-ND-4.0", "proprietary")) {
      assertThat(refusal(policy, not)).as(not).isPresent();
    }
  }

  @Test
  void refusesToAllowNothing() {
    assertThatThrownBy(() -> new LicencePolicy(List.of(), List.of(), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no licence is allowed, expected patterns such as CC0-1.0, or * for all");
    assertThatThrownBy(() -> new LicencePolicy(List.of("*"), List.of(" "), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a licence pattern is blank in [ ]");
  }
}
