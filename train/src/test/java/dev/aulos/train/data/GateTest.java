package dev.aulos.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.aulos.audio.Pcm;
import dev.aulos.audio.WavOptions;
import dev.aulos.audio.WavWriter;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.train.data.Dropped.Reason;
import dev.aulos.weights.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTest {
  @TempDir Path path;
  private TestFolder folder = new TestFolder(Path.of(""));

  @BeforeEach
  void open() {
    folder = new TestFolder(path.resolve("set"));
  }

  private static Dropped only(Sifted sifted) {
    assertThat(sifted.report().dropped()).hasSize(1);
    return sifted.report().dropped().get(0);
  }

  private static List<String> kept(Sifted sifted) {
    return sifted.entries().stream().map(Manifest.Entry::path).toList();
  }

  @Test
  void dropsWhatTheLicencePolicyForbidsAndWhatStatesNone() throws IOException {
    folder.sound("a.wav", 0).sound("b.wav", 1).sound("c.wav", 2);
    folder
        .text("a.json", "{\"caption\": \"x\", \"licence\": \"CC0-1.0\"}")
        .text("b.json", "{\"caption\": \"x\", \"licence\": \"CC-BY-NC-4.0\"}")
        .text("c.json", "{\"caption\": \"x\"}");
    var policy =
        GatePolicy.usual().withLicences(new LicencePolicy(List.of("*"), List.of("*-NC-*"), false));
    var sifted = folder.sift(policy);
    assertThat(kept(sifted)).containsExactly("a.wav");
    assertThat(sifted.report().dropped())
        .containsExactly(
            new Dropped(
                "b.wav", Reason.LICENCE, "licence 'CC-BY-NC-4.0' is forbidden by the policy"),
            new Dropped(
                "c.wav",
                Reason.LICENCE,
                "no licence is stated; state it in dataset.json or beside the sound"));
  }

  @Test
  void aFileUnderARefusedLicenceStaysOutUnderAnotherName() throws IOException {
    folder.sound("a.wav", 0).sound("b.wav", 0);
    folder
        .text("a.json", "{\"caption\": \"x\", \"licence\": \"CC0-1.0\"}")
        .text("b.json", "{\"caption\": \"x\", \"licence\": \"All rights reserved\"}");
    var policy =
        GatePolicy.usual().withLicences(new LicencePolicy(List.of("CC0*"), List.of(), false));
    var sifted = folder.sift(policy);
    assertThat(kept(sifted)).isEmpty();
    assertThat(sifted.report().dropped().get(0))
        .isEqualTo(new Dropped("a.wav", Reason.LICENCE_CONFLICT, "holds the same bytes as b.wav"));
  }

  @Test
  void aMissingCaptionDropsTheFileOrLeavesItUnconditional() throws IOException {
    folder.sound("a.wav", 0).text("dataset.json", "{\"licence\": \"CC0-1.0\"}");
    assertThat(only(folder.sift(GatePolicy.usual())))
        .isEqualTo(
            new Dropped(
                "a.wav", Reason.NO_CAPTION, "no caption; write one in a .txt file of its name"));
    var lenient = folder.sift(GatePolicy.usual().withUncaptioned());
    assertThat(kept(lenient)).containsExactly("a.wav");
    assertThat(lenient.report().uncaptioned()).isEqualTo(1);
    assertThat(lenient.report().text())
        .startsWith("1 of 1 files kept, 1.0 s of sound, 1 without a caption (learnt");
  }

  @Test
  void dropsWhatCannotBeReadOrIsNoUse() throws IOException {
    var loud = SynthesizedSound.of(0, 1);
    folder
        .sound("good.wav", loud)
        .sound("clipped.wav", clamped(SynthesizedSound.of(2, 1).gain(6)))
        .sound("short.wav", SynthesizedSound.of(3, 0.05))
        .sound("silent.wav", SynthesizedSound.of(5, 1).gainDb(-70))
        .text("broken.wav", "RIFFxxxxWAVE")
        .text("other.mp3", "no sound at all");
    WavWriter.write(
        folder.path().resolve("nan.wav"), Pcm.of(44_100, nan(44_100)), WavOptions.float32());
    var sifted = folder.sift(TestFolder.anything());
    assertThat(kept(sifted)).containsExactly("good.wav");
    assertThat(sifted.report().counts())
        .isEqualTo(
            Map.of(Reason.CLIPPED, 1, Reason.TOO_SHORT, 1, Reason.SILENT, 1, Reason.UNREADABLE, 3));
    var details = sifted.report().text();
    assertThat(details)
        .contains("short.wav: 0.050 s, expected at least 0.100")
        .containsPattern("silent.wav: peak is -7\\d\\.\\d dB, expected at least -60.0")
        .contains("nan.wav: has samples that are not finite numbers")
        .contains("% of the samples are cut off at full scale, expected at most 1.00")
        .contains("other.mp3 @ 0: not a sound file known here; expected WAV or AIFF");
  }

  private static float[] nan(int frames) {
    var x = SynthesizedSound.of(4, frames / 44_100.0).channel(0);
    x[100] = Float.NaN;
    return x;
  }

  private static Pcm clamped(Pcm sound) {
    var x = sound.channel(0);
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.max(-1, Math.min(1, x[i]));
    }
    return Pcm.of(sound.sampleRate(), x);
  }

  @Test
  void aSineAtFullScaleIsNotClipped() {
    var x = new float[44_100];
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.round(32_767 * Math.sin(2 * Math.PI * 50 * i / 44_100.0)) / 32_768f;
    }
    assertThat(Clipping.share(Pcm.of(44_100, x))).isZero();
    assertThat(Clipping.share(clamped(Pcm.of(44_100, x).gain(1.2)))).isGreaterThan(0.3);
  }

  @Test
  void dropsExactDuplicatesWhateverFileHoldsThem() throws IOException {
    folder.sound("a.wav", 0).sound("b.wav", 0).sound("d.wav", 1);
    var sound = dev.aulos.audio.AudioFiles.read(folder.path().resolve("a.wav"));
    WavWriter.write(folder.path().resolve("c.wav"), sound, WavOptions.pcm24());
    var sifted = folder.sift(TestFolder.anything().withNearDuplicates());
    assertThat(kept(sifted)).containsExactly("a.wav", "d.wav");
    assertThat(sifted.report().dropped())
        .containsExactly(
            new Dropped("b.wav", Reason.DUPLICATE, "holds the same bytes as a.wav"),
            new Dropped("c.wav", Reason.DUPLICATE, "holds the same samples as a.wav"));
  }

  @Test
  void dropsNearDuplicatesWithinTheSet() throws IOException {
    var sound = SynthesizedSound.of(0, 3);
    folder
        .sound("a.wav", sound)
        .sound("b.wav", SynthesizedSound.noisy(sound.gainDb(-3), 20, 1))
        .sound("c.wav", SynthesizedSound.of(1, 3))
        .sound("d.wav", sound.slice(30_000, 120_000));
    var sifted = folder.sift(TestFolder.anything());
    assertThat(kept(sifted)).containsExactly("a.wav", "c.wav");
    assertThat(sifted.report().dropped())
        .extracting(Dropped::reason)
        .containsExactly(Reason.NEAR_DUPLICATE, Reason.NEAR_DUPLICATE);
    assertThat(sifted.report().dropped().get(1).detail())
        .matches(
            "2\\.0 s are those of a\\.wav from 0\\.7 s on \\(\\d+ landmarks agree, \\d+ %, levels"
                + " within [0-9.]+ dB\\)");
    assertThat(kept(folder.sift(TestFolder.anything().withNearDuplicates()))).hasSize(4);
  }

  @Test
  void dropsWhatSoundsAsTheReferenceDoes() throws IOException {
    folder.sound("a.wav", SynthesizedSound.of(0, 3)).sound("b.wav", SynthesizedSound.of(1, 3));
    var reference = new TestFolder(path.resolve("reference"));
    reference
        .sound("known.wav", SynthesizedSound.lowPassed(SynthesizedSound.of(1, 3), 4000))
        .text("broken.wav", "nothing");
    var gate = Gate.of(TestFolder.anything().withNearDuplicates()).against(reference.list());
    var sifted = gate.sift(folder.list(), progress -> {}, TestFolder.NEVER);
    assertThat(kept(sifted)).containsExactly("a.wav");
    assertThat(only(sifted).reason()).isEqualTo(Reason.REFERENCE);
    assertThat(only(sifted).detail()).contains("are those of known.wav from 0.0 s on");
    assertThat(sifted.report().notes()).hasSize(1);
    assertThat(sifted.report().notes().get(0))
        .startsWith("not compared with the reference's broken.wav: ");
  }

  @Test
  void writesManifestAndReports() throws IOException {
    folder
        .sound("ü/a.wav", 0)
        .text("ü/a.txt", "bell <big> & far")
        .sound("b.wav", 1)
        .text("dataset.json", "{\"licence\": \"CC0-1.0\", \"source\": \"me\"}");
    var file = path.resolve("out/set.jsonl");
    var manifest = folder.sift(GatePolicy.usual()).write(file);
    assertThat(Manifest.read(file).entries()).isEqualTo(manifest.entries());
    assertThat(Manifest.read(file).folder().normalize()).isEqualTo(folder.path());
    assertThat(Files.readString(file))
        .startsWith("{\"manifest\":1,\"content\":\"audio\",\"folder\":\"../set\"}\n")
        .contains("\"path\":\"ü/a.wav\"")
        .contains("\"captions\":[\"bell <big> & far\"],\"licence\":\"CC0-1.0\",\"source\":\"me\"");
    assertThat(Files.readString(path.resolve("out/set.jsonl.report.txt")))
        .isEqualTo(
            """
            1 of 2 files kept, 1.0 s of sound
            1 dropped

            no caption: 1
              b.wav: no caption; write one in a .txt file of its name
            """);
    var json = Files.readString(path.resolve("out/set.jsonl.report.json"));
    var report = JsonParser.parseString(json).getAsJsonObject();
    assertThat(report.get("kept").getAsInt()).isEqualTo(1);
    assertThat(report.getAsJsonObject("counts").get("no_caption").getAsInt()).isEqualTo(1);
    try (var files = Files.list(path.resolve("out"))) {
      assertThat(files).hasSize(3); // nothing unfinished is left
    }
  }

  @Test
  void writesNoManifestOfNothing() throws IOException {
    folder.sound("a.wav", 0);
    var file = path.resolve("set.jsonl");
    var sifted = folder.sift(GatePolicy.usual());
    assertThatThrownBy(() -> sifted.write(file))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(folder.path() + ": the policy lets none of its files in\n0 of 1");
    assertThat(file).doesNotExist();
    assertThat(path.resolve("set.jsonl.report.txt")).exists();
  }

  @Test
  void tellsHowFarItIsAndStopsWhenCancelled() throws IOException {
    folder.sound("a.wav", 0).sound("b.wav", 1);
    List<String> told = new ArrayList<>();
    var gate = Gate.of(TestFolder.anything());
    gate.sift(
        folder.list(),
        p -> told.add(p.stage() + " " + p.done() + "/" + p.total() + " " + p.name()),
        TestFolder.NEVER);
    assertThat(told)
        .containsExactly(
            "READING 0/2 a.wav", "READING 1/2 b.wav", "COMPARING 0/2 a.wav", "COMPARING 1/2 b.wav");
    var cancellation = Cancellation.create();
    List<DataProgress> before = new ArrayList<>();
    assertThatThrownBy(() ->
            gate.sift(
                folder.list(),
                progress -> {
                  before.add(progress);
                  cancellation.cancel();
                },
                cancellation))
        .isInstanceOf(CancellationException.class);
    assertThat(before).hasSize(1);
  }

  @Test
  void judgesLatentsByWhatIsKnownOfThem() throws IOException {
    var known = "{\"prompt\": \"x\", \"licence\": \"CC0-1.0\", \"seconds_total\": 2.5}";
    for (var name : List.of("a", "b", "c", "d")) {
      folder.text(name + ".json", known);
    }
    Npy.write(folder.path().resolve("a.npy"), NdArray.of(new float[] {1, 2, 3, 4}, 2, 2));
    Npy.write(folder.path().resolve("b.npy"), NdArray.of(new float[] {1, 2, 3, 4}, 2, 2));
    Npy.write(folder.path().resolve("c.npy"), NdArray.of(new float[] {1, 2, 3, 4}, 4));
    Npy.write(folder.path().resolve("d.npy"), NdArray.of(new float[] {1, Float.NaN}, 2, 1));
    var latents = LatentFolder.list(folder.path());
    var gate = Gate.of(GatePolicy.usual());
    var sifted = gate.sift(latents, progress -> {}, TestFolder.NEVER);
    assertThat(kept(sifted)).containsExactly("a.npy");
    assertThat(sifted.entries().get(0).seconds()).isEqualTo(2.5);
    assertThat(sifted.report().counts())
        .isEqualTo(Map.of(Reason.DUPLICATE, 1, Reason.UNREADABLE, 2));
    assertThat(sifted.report().text())
        .contains("c.npy: is F32 of [4], expected floats of (latentChannels, frames)")
        .contains("note: latents have no fingerprints: near-duplicates were not looked for");
    folder.sound("r/a.wav", 0);
    var reference = AudioFolder.list(folder.path().resolve("r"));
    assertThatThrownBy(
            () -> gate.against(reference).sift(latents, progress -> {}, TestFolder.NEVER))
        .hasMessageContaining("latents cannot be compared with a reference");
    assertThatThrownBy(() -> gate.against(latents))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the reference holds latents, expected sounds");
  }
}
