package dev.aulos.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.audio.Pcm;
import dev.aulos.audio.Resampler;
import dev.aulos.audio.WavFile;
import dev.aulos.graph.NdArray;
import dev.aulos.weights.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemsTest {
  @TempDir Path path;
  private TestFolder folder = new TestFolder(Path.of(""));

  @BeforeEach
  void open() {
    folder = new TestFolder(path);
  }

  private Manifest manifest() throws IOException {
    return folder.sift(TestFolder.anything().withNearDuplicates()).manifest();
  }

  private AudioItems items(Crop crop) throws IOException {
    return AudioItems.open(manifest(), crop, progress -> {}, TestFolder.NEVER);
  }

  @Test
  void aShortSoundIsPaddedAndSaysSo() throws IOException {
    folder.sound("a.wav", SynthesizedSound.of(0, 1.5)).text("a.txt", "rain");
    var item = items(Crop.of(44_100, 2, 88_200)).item(0, new SplitMix(1));
    assertThat(item.name()).isEqualTo("a.wav");
    assertThat(item.caption()).contains("rain");
    assertThat(item.values().shape()).containsExactly(2, 88_200);
    assertThat(item.secondsStart()).isZero();
    assertThat(item.secondsTotal()).isEqualTo(2);
    var mask = item.paddingMask().toFloats();
    var values = item.values().toFloats();
    for (int i = 0; i < 88_200; i++) {
      assertThat(mask[i]).isEqualTo(i < 66_150 ? 1 : 0);
      assertThat(values[i]).isEqualTo(values[88_200 + i]); // one channel stands for both
      if (i >= 66_150) {
        assertThat(values[i]).isZero();
      }
    }
    assertThat(Arrays.copyOf(values, 66_150))
        .isEqualTo(WavFile.read(path.resolve("a.wav")).sound().channel(0));
  }

  @Test
  void cropsOfALongSoundStartAnywhereAndFollowTheStream() throws IOException {
    folder.sound("a.wav", SynthesizedSound.of(0, 4));
    var items = items(Crop.of(44_100, 1, 22_050));
    Set<Double> starts = new HashSet<>();
    for (int seed = 0; seed < 40; seed++) {
      var item = items.item(0, SplitMix.of(seed));
      var again = items.item(0, SplitMix.of(seed));
      assertThat(again.values().toFloats()).isEqualTo(item.values().toFloats());
      assertThat(again.secondsStart()).isEqualTo(item.secondsStart());
      assertThat(item.secondsTotal()).isEqualTo(4);
      assertThat(item.paddingMask().toFloats()).doesNotContain(0);
      starts.add(item.secondsStart());
    }
    assertThat(starts).containsExactlyInAnyOrder(0.0, 1.0, 2.0, 3.0);
  }

  @Test
  void aCropAtAnotherRateIsThatOfTheWholeResampled() throws IOException {
    int rate = 32_000;
    var sound = Resampler.of(44_100, rate).apply(SynthesizedSound.of(2, 3));
    folder.sound("a.wav", Pcm.of(rate, sound.channel(0), sound.gain(0.5).channel(0)));
    var stored = WavFile.read(path.resolve("a.wav")).sound();
    var whole = Resampler.reference(rate, 44_100).apply(stored);
    var file = SoundFile.open(path.resolve("a.wav"), 44_100);
    assertThat(file.frames()).isEqualTo(whole.frames());
    for (int start : new int[] {0, 1, 441, 50_003, whole.frames() - 1001}) {
      var part = file.read(start, start + 1000);
      assertThat(part.planar()).isEqualTo(whole.slice(start, start + 1000).planar());
    }
    assertThat(file.read(0, whole.frames()).planar()).isEqualTo(whole.planar());
  }

  @Test
  void phaseIsFlippedForHalfOfTheCropsIfAskedFor() throws IOException {
    folder.sound("a.wav", 0);
    var items = items(new Crop(44_100, 1, 4410, false, true));
    var upright = items(new Crop(44_100, 1, 4410, false, false));
    float first = peakSample(upright.item(0, new SplitMix(0)));
    int flipped = 0;
    for (int seed = 0; seed < 60; seed++) {
      float x = peakSample(items.item(0, SplitMix.of(seed, 5)));
      assertThat(Math.abs(x)).isEqualTo(Math.abs(first));
      flipped += x == first ? 0 : 1;
    }
    assertThat(flipped).isBetween(15, 45);
  }

  private static float peakSample(Item item) {
    float peak = 0;
    for (float x : item.values().toFloats()) {
      peak = Math.abs(x) > Math.abs(peak) ? x : peak;
    }
    return peak;
  }

  @Test
  void drawsOneOfSeveralCaptionsAndNoneIfThereIsNone() throws IOException {
    folder.sound("a.wav", 0).sound("b.wav", 1);
    folder.text("a.json", "{\"captions\": [\"one\", \"two\", \"three\"]}");
    var items = items(Crop.of(44_100, 1, 100));
    Set<String> captions = new HashSet<>();
    for (int seed = 0; seed < 40; seed++) {
      captions.add(items.item(0, SplitMix.of(seed)).caption().orElseThrow());
    }
    assertThat(captions).containsExactlyInAnyOrder("one", "two", "three");
    assertThat(items.item(1, new SplitMix(0)).caption()).isEmpty();
  }

  @Test
  void refusesFilesThatChangedOrAreGone() throws IOException {
    folder.sound("a.wav", 0).sound("b.wav", 1).sound("c.wav", 2);
    var manifest = manifest();
    folder.sound("a.wav", 3);
    Files.delete(path.resolve("b.wav"));
    var crop = Crop.of(44_100, 1, 100);
    assertThatThrownBy(() -> AudioItems.open(manifest, crop, p -> {}, TestFolder.NEVER))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "$: 2 faults:\n  $/a.wav: has changed since the manifest was written; run the gate"
                    .replace("$", path.toString())
                + " again\n  "
                + path
                + "/b.wav: is gone since the manifest was written; run the gate again");
  }

  @Test
  void refusesAFileThatChangesDuringTraining() throws IOException {
    folder.sound("a.wav", 0);
    var items = items(Crop.of(44_100, 1, 100));
    folder.sound("a.wav", SynthesizedSound.of(3, 2));
    assertThatThrownBy(() -> items.item(0, new SplitMix(0)))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            path.resolve("a.wav")
                + ": has changed since training started; run the gate again and start anew");
  }

  @Test
  void latentsAreReadWholeWithWhatIsSaidOfThem() throws IOException {
    latent("a", 2, 6, "[1, 1, 1, 1, 0, 0]");
    var gate = Gate.of(TestFolder.anything());
    var manifest = gate.sift(LatentFolder.list(path), p -> {}, TestFolder.NEVER).manifest();
    var items = LatentItems.open(manifest, p -> {}, TestFolder.NEVER);
    var item = items.item(0, new SplitMix(0));
    assertThat(item.values().shape()).containsExactly(2, 6);
    assertThat(item.values().toFloats()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(item.paddingMask().toFloats()).containsExactly(1, 1, 1, 1, 0, 0);
    assertThat(item.secondsTotal()).isEqualTo(3);
    assertThat(item.secondsStart()).isEqualTo(0.5);
    assertThat(item.caption()).contains("bell");
  }

  private void latent(String name, int channels, int frames, String mask) throws IOException {
    var values = new float[channels * frames];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Npy.write(path.resolve(name + ".npy"), NdArray.of(values, channels, frames));
    folder.text(
        name + ".json",
        "{\"prompt\": \"bell\", \"seconds_start\": 0.5, \"seconds_total\": 2.2,"
            + " \"padding_mask\": "
            + mask
            + "}");
  }

  @Test
  void refusesSoundsForLatentsAndTheOtherWayRound() throws IOException {
    folder.sound("a.wav", 0);
    var manifest = manifest();
    assertThatThrownBy(() -> LatentItems.open(manifest, p -> {}, TestFolder.NEVER))
        .isInstanceOf(DatasetException.class)
        .hasMessage(path + ": the manifest is of AUDIO, expected LATENT");
  }

  @Test
  void refusesCropsOfNothing() {
    assertThatThrownBy(() -> Crop.of(44_100, 2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("crops of 0 frames at 44100 Hz, expected 1 or more");
    assertThatThrownBy(() -> Crop.of(44_100, 3, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("channels are 3, expected 1 or 2");
  }

  @Test
  void refusesBrokenManifests() throws IOException {
    var head = "{\"manifest\": 1, \"content\": \"audio\", \"folder\": \".\"}\n";
    var entry = "{\"path\": \"a.wav\", \"sha256\": \"x\", \"seconds\": 1}";
    refuses("", ": is empty, expected a manifest; write one with the gate");
    refuses("{}", " line 1: 'manifest' is missing, expected a number");
    refuses(head.replace("1", "2"), " line 1: has manifest version 2.0, expected 1");
    refuses(head, ": has no entries, expected at least one after its first line");
    refuses(head + "{\"path\": 1}", " line 2: 'path' is 1, expected a text");
    refuses(head + "nonsense", " line 2: is not JSON: malformed at line 1 column 1 path $");
    refuses(
        head + entry.replace("a.wav", "../a.wav"),
        " line 2: 'path' is ../a.wav, expected one within the folder");
    refuses(
        head.replace("audio", "video") + entry,
        " line 1: 'content' is video, expected audio or latent");
    refuses(
        head + entry.replace("1}", "1, \"captions\": 3}"),
        " line 2: 'captions' is 3, expected a text in quotes");
  }

  private void refuses(String text, String fault) throws IOException {
    var file = Files.writeString(path.resolve("m.jsonl"), text);
    assertThatThrownBy(() -> Manifest.read(file))
        .isInstanceOf(DatasetException.class)
        .hasMessage(file + fault);
  }
}
