package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What only models of Stable Audio 3 can: making parts of a sound new, and adding to it.
class EditPartsTest {
  private static final int FRAMES = 22_050;

  @TempDir static Path home;
  @TempDir Path folder;
  private final Program program = new Program(home);
  private Path input;

  @BeforeAll
  static void makeModel() throws IOException {
    ReferenceModel.in(home.resolve("models/three"));
  }

  @BeforeEach
  void makeSound() throws IOException {
    input = Sounds.noise(folder.resolve("in.wav"), FRAMES);
  }

  private Program.Result edit(Path output, String... more) {
    var args = new ArrayList<>(List.of("edit", input.toString(), "a bell", "--seed", "3"));
    args.addAll(List.of("-o", output.toString(), "--steps", "2"));
    args.addAll(List.of(more));
    return program.run(args);
  }

  private Path edited(String name, String... more) {
    var output = folder.resolve(name);
    edit(output, more).assertSuccess();
    return output;
  }

  private void assertKept(Path output, int from, int to) throws IOException {
    assertThat(Sounds.read(output).slice(from, to).planar())
        .isEqualTo(Sounds.read(input).slice(from, to).planar());
  }

  private void assertNew(Path output, int from, int to) throws IOException {
    assertThat(Sounds.read(output).slice(from, to).planar())
        .isNotEqualTo(Sounds.read(input).slice(from, to).planar());
  }

  @Test
  void makesRegionsNewAndKeepsTheRestBitForBit() throws IOException {
    var output = edited("out.wav", "--inpaint", "0.1-0.2,0:0.3-0:0.35");
    assertThat(Sounds.read(output).frames()).isEqualTo(FRAMES);
    assertKept(output, 0, 4410);
    assertKept(output, 8820, 13_230);
    assertKept(output, 15_435, FRAMES);
    assertNew(output, 5000, 8000);
    assertNew(output, 13_800, 15_000);
  }

  @Test
  void leavesWhatIsKeptToTheModelIfAsked() throws IOException {
    var output = edited("out.wav", "--inpaint", "0.1-0.2", "--no-keep-exactly");
    assertThat(Sounds.read(output).frames()).isEqualTo(FRAMES);
    assertNew(output, 0, 4410);
  }

  @Test
  void continuesASound() throws IOException {
    var added = edited("a.wav", "--continue", "0.3");
    assertThat(Sounds.read(added).frames()).isEqualTo(FRAMES + 13_230);
    assertKept(added, 0, FRAMES);
    assertThat(Sounds.read(added).slice(FRAMES, FRAMES + 13_230).peak()).isPositive();
    var extended = edited("b.wav", "--extend-to", "0.8");
    assertThat(Sounds.read(extended).planar()).isEqualTo(Sounds.read(added).planar());
  }

  @Test
  void makesTheEndAgainWhereItBlends() throws IOException {
    var output = edited("out.wav", "--continue", "0.2", "--blend", "0.1");
    assertKept(output, 0, 17_640);
    assertNew(output, 18_500, FRAMES);
  }

  @Test
  void continuesWhereMoreSecondsAreAskedForThanThereAre() throws IOException {
    var output = edited("out.wav", "--inpaint", "0.1-0.2", "-s", "0.6");
    assertThat(Sounds.read(output).frames()).isEqualTo(26_460);
    assertKept(output, 8820, FRAMES);
    assertThat(Sounds.read(output).slice(FRAMES, 26_460).peak()).isPositive();
  }

  @Test
  void startsNewPartsFromAnotherSound() throws IOException {
    var other = Sounds.noise(folder.resolve("other.wav"), 10_000).toString();
    var plain = edited("a.wav", "--inpaint", "0.1-0.4");
    var begun = edited("b.wav", "--inpaint", "0.1-0.4", "--init", other, "--noise-level", "0.5");
    assertKept(begun, 0, 4410);
    assertThat(Sounds.read(begun).planar()).isNotEqualTo(Sounds.read(plain).planar());
  }

  @Test
  void makesAllNewAtTheLengthOfTheSound() throws IOException {
    var output = edited("out.wav", "--noise-level", "0.5");
    assertThat(Sounds.read(output).frames()).isEqualTo(FRAMES);
    assertThat(Sounds.read(edited("b.wav", "-s", "0.2")).frames()).isEqualTo(8820);
  }

  @Test
  void addsMoreThanTheModelCanAtOnceByAChain() throws IOException {
    edit(folder.resolve("no.wav"), "--continue", "1.5").assertRefused("--chain", "0.928 s");
    var output = edited("out.wav", "--continue", "1.5", "--chain", "--overlap", "0.3");
    assertThat(Sounds.read(output).frames()).isEqualTo(88_200);
    assertKept(output, 0, FRAMES);
    input = output;
    var longer = edited("longer.wav", "--extend-to", "0:2.5", "--chain");
    assertThat(Sounds.read(longer).frames()).isEqualTo(110_250);
    assertKept(longer, 0, 88_200);
  }

  @Test
  void guidesWithProjection() throws IOException {
    var half = new String[] {"--inpaint", "0.1-0.4", "--guidance-scale", "4", "--apg", "0.5"};
    var first = edited("a.wav", half);
    var second = edited("b.wav", "--inpaint", "0.1-0.4", "--guidance-scale", "4");
    assertThat(Sounds.read(first).planar()).isNotEqualTo(Sounds.read(second).planar());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--inpaint 4-8|in.wav ends at 0.5 s|--extend-to 8",
        "--inpaint 0.4-0.6|ends at 0.5 s|--extend-to 0.6",
        "--inpaint 0.2-0.1|ends before it starts|--inpaint",
        "--inpaint 0.2|expected from-to|4-8",
        "--inpaint 0.1-0.2,|expected from-to|4-8",
        "--inpaint a-b|m:ss|--inpaint",
        "--inpaint -1-2|--inpaint|expected",
        "--inpaint 0.1-0.2 -s 0.15|ends at 0.15 s|in.wav",
        "--continue 0|more than 0|--continue",
        "--continue soon|m:ss|--continue",
        "--continue 0.1 --extend-to 2|not both|--extend-to",
        "--continue 0.1 -s 2|only one|--seconds",
        "--extend-to 0.3|is 0.5 s long already|--extend-to 0.3",
        "--continue 0.1 --blend 3|--blend 3|0.5 s",
        "--continue 2|at most 0.928 s at once|--chain",
        "--continue 2 --chain --overlap 5|overlap 5 s|0.92",
        "--continue 2 --chain --batch 2|batch|one sound",
        "--continue 2 --chain --no-keep-exactly|--no-keep-exactly|--chain",
        "--overlap 0.2|--chain|--overlap",
        "--keep-exactly|--inpaint|--keep-exactly",
        "--blend 0.1|--inpaint|--blend",
        "--init in.wav|--inpaint|--init",
        "--inpaint 0.1-0.2 --noise-level 0.5|--init|noise alone",
        "--inpaint 0.1-0.2 --keep-exactly --no-keep-exactly|not both|keep",
        "--inpaint 0.1-0.2 --init gone.wav|gone.wav|no such file",
        "--apg 2|apg 2|0 to 1",
        "--norm-threshold -1|norm threshold|0",
      })
  void refusesInALineWhatCannotBe(String options, String words, String more) {
    var output = folder.resolve("out.wav");
    edit(output, options.split(" ")).assertRefused(words, more);
    assertThat(output).doesNotExist();
  }

  @Test
  void saysWhatToDoWithASoundLongerThanTheModelEdits() throws IOException {
    input = Sounds.noise(folder.resolve("long.wav"), 60_000);
    edit(folder.resolve("a.wav"), "--inpaint", "0.1-0.2")
        .assertRefused("1.36 s", "at most 0.928 s", "cut", "--seconds 0.928");
    edit(folder.resolve("a.wav")).assertRefused("1.36 s", "--seconds 0.928");
    var cut = edited("cut.wav", "--inpaint", "0.1-0.2", "--seconds", "0.928");
    assertThat(Sounds.read(cut).frames()).isEqualTo(40_924);
  }

  @Test
  void saysThatOlderModelsCannot(@TempDir Path other) throws IOException {
    TinyModel.in(other.resolve("models/tiny"));
    var older = new Program(other);
    var take = folder.resolve("a.wav").toString();
    for (var option : new String[] {"--continue", "--extend-to"}) {
      older
          .run("edit", input.toString(), "x", "-o", take, option, "0.6")
          .assertRefused("tiny cannot be told what to keep", "Stable Audio 3");
    }
    older.run("generate", "x", "-o", take, "--apg", "0.5").assertRefused("apg");
    older.run("generate", "x", "-o", take, "--chain", "-s", "3").assertRefused("at most 0.743");
  }

  @Test
  void refusesToRepeatAnEditWhoseSoundIsNotStored() {
    var take = edited("out.wav", "--inpaint", "0.1-0.2");
    program.run("generate", "--from", take.toString()).assertRefused("aulos edit");
  }
}
