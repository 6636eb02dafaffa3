package dev.aulos.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatePolicyTest {
  @TempDir Path path;

  private GatePolicy read(String text) throws IOException {
    return GatePolicy.read(Files.writeString(path.resolve("p.json"), text));
  }

  @Test
  void isTheUsualOneWhereItSaysNothing() throws IOException {
    assertThat(read("{}")).isEqualTo(GatePolicy.usual());
  }

  @Test
  void readsAllThatCanBeSaid() throws IOException {
    var policy =
        read(
            """
            {"licences": {"allowed": ["CC0-1.0"], "forbidden": ["*-NC-*"], "missing": "keep"},
             "captions": {"missing": "unconditional"},
             "limits": {"min_seconds": 0.5, "max_seconds": 60, "silence_db": -50,
                        "max_clipped_share": 0.1},
             "near_duplicates": {"drop": true, "share": 0.2, "distance_db": 2, "seconds": 1}}
            """);
    assertThat(policy.licences())
        .isEqualTo(new LicencePolicy(List.of("CC0-1.0"), List.of("*-NC-*"), true));
    assertThat(policy.keepsUncaptioned()).isTrue();
    assertThat(policy.limits()).isEqualTo(new SoundLimits(0.5, 60, -50, 0.1));
    assertThat(policy.sameness()).contains(new Sameness(0.2, 2, 1));
    assertThat(read("{\"near_duplicates\": {\"drop\": false}}").sameness()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"licenses\": {}} | 'licenses' is not known, expected one of [captions, licences, limits,"
            + " near_duplicates]",
        "{\"licences\": {\"forbid\": []}} | 'licences.forbid' is not known, expected one of"
            + " [allowed, forbidden, missing]",
        "{\"licences\": 1} | 'licences' is 1, expected an object",
        "{\"licences\": {\"allowed\": \"MIT\"}} | 'licences.allowed' is \"MIT\", expected a list of"
            + " texts",
        "{\"licences\": {\"allowed\": [1]}} | 'licences.allowed' holds 1, expected a text in"
            + " quotes",
        "{\"licences\": {\"allowed\": []}} | no licence is allowed, expected patterns such as"
            + " CC0-1.0, or * for all",
        "{\"captions\": {\"missing\": \"skip\"}} | 'captions.missing' is \"skip\", expected"
            + " \"drop\" or \"unconditional\"",
        "{\"limits\": {\"min_seconds\": \"1\"}} | 'limits.min_seconds' is \"1\", expected a number",
        "{\"limits\": {\"silence_db\": 3}} | silence is 3.0 dB, expected below 0",
        "{\"near_duplicates\": {\"drop\": 1}} | 'near_duplicates.drop' is 1, expected true or"
            + " false",
      })
  void refusesWhatItDoesNotKnow(String text, String fault) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(DatasetException.class)
        .hasMessage(path.resolve("p.json") + ": " + fault);
  }
}
