package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.graph.NdArray;
import dev.aulos.testkit.Close;
import dev.aulos.testkit.GoldenCase;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The reference resampler against recorded results: lengths in `resample_lengths` of every
/// `geometry.json`, values where a case records clips of given rates and the batch made of them.
final class ResamplerGoldenTest {
  private static final int MODEL_RATE = 44100;

  @Test
  void runsTheWholeReferenceSet() {
    Assumptions.assumeTrue(GoldenCase.isComplete(), "only the committed subset is here");
    assertThat(casesWithClips()).extracting(GoldenCase::name).contains("same-s-tiny");
  }

  static List<GoldenCase> casesWithLengths() {
    return cases(c -> Files.exists(c.file("geometry.json")));
  }

  static List<GoldenCase> casesWithClips() {
    return cases(c -> clipRates(c).size() > 0);
  }

  private static List<GoldenCase> cases(Predicate<GoldenCase> wanted) {
    var cases = GoldenCase.all(GoldenCase.root()).stream().filter(wanted).toList();
    assertThat(cases).as("cases below " + GoldenCase.root()).isNotEmpty();
    return cases;
  }

  private static JsonArray clipRates(GoldenCase c) {
    var runs = c.json().get("runs");
    if (runs == null || !runs.isJsonObject() || !runs.getAsJsonObject().has("preprocess")) {
      return new JsonArray();
    }
    return runs.getAsJsonObject().getAsJsonObject("preprocess").getAsJsonArray("sample_rates");
  }

  @ParameterizedTest
  @MethodSource("casesWithLengths")
  void lengthsAreTheReferences(GoldenCase c) throws IOException {
    var json = JsonParser.parseString(Files.readString(c.file("geometry.json")));
    var lengths = json.getAsJsonObject().getAsJsonArray("resample_lengths");
    assertThat(lengths).isNotEmpty();
    for (JsonElement element : lengths) {
      JsonObject entry = element.getAsJsonObject();
      int from = entry.get("from").getAsInt();
      int to = entry.get("to").getAsInt();
      int length = entry.get("length").getAsInt();
      int expected = entry.get("out").getAsInt();
      assertThat(Resampler.reference(from, to).frames(length)).as("%s", entry).isEqualTo(expected);
      assertThat(Resampler.of(from, to).frames(length)).as("%s", entry).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("casesWithClips")
  void clipsBecomeTheReferencesBatch(GoldenCase c) {
    var golden = c.tensors("golden.safetensors");
    var rates = clipRates(c);
    var expected = golden.get("preprocess/batch");
    int frames = (int) expected.shape()[2];
    var planes = new ArrayList<float[]>();
    for (int i = 0; i < rates.size(); i++) {
      var clip = sound(golden.get("preprocess/clip" + i), rates.get(i).getAsInt());
      var resampled = Resampler.reference(clip.sampleRate(), MODEL_RATE).apply(clip);
      planes.add(resampled.toStereo().fitTo(frames).planar());
    }
    Close.assertClose(
        "batch",
        NdArray.of(joined(planes), expected.shape()),
        expected,
        c.tolerance("preprocess/batch", false));
  }

  private static Pcm sound(NdArray array, int rate) {
    var samples = new float[Math.toIntExact(array.shape()[0] * array.shape()[1])];
    array.floats().get(samples);
    return Pcm.planar(rate, (int) array.shape()[0], samples);
  }

  private static float[] joined(List<float[]> parts) {
    var all = new float[parts.stream().mapToInt(p -> p.length).sum()];
    int at = 0;
    for (var part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
