package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What cannot be done is said in a line or two, and leaves nothing behind.
class BadRequestTest {
  @TempDir static Path home;
  @TempDir Path folder;
  private final Program program = new Program(home);

  @BeforeAll
  static void makeModel() throws IOException {
    TinyModel.in(home.resolve("models/tiny"));
  }

  @AfterEach
  void leavesNothingBehind() throws IOException {
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  private Program.Result generate(String prompt, String... more) {
    var output = folder.resolve("a.wav").toString();
    var args = new ArrayList<>(List.of("generate", prompt, "-o", output));
    args.addAll(List.of(more));
    return program.run(args);
  }

  @ParameterizedTest
  @CsvSource({
    "--seconds,0,more than 0",
    "--seconds,-1,seconds",
    "--seconds,NaN,seconds",
    "--seconds,1e6,seconds",
    "--seconds,60,at most 0.743",
    "--seconds,1e-7,one sample",
    "--seconds,soon,--seconds",
    "--start,-1,start",
    "--tempo,20,tempo 20: expected 30 to 300 beats per minute",
    "--tempo,120,this model cannot be told one",
    "--steps,0,steps 0: expected 1 to 1000",
    "--steps,1001,steps 1001",
    "--steps,2.5,--steps",
    "--seed,-1,seed -1: expected 0 to 4294967295",
    "--seed,4294967296,seed",
    "--seed,99999999999999999999,--seed",
    "--batch,0,batch of 0",
    "--batch,65,batch of 65",
    "--sampler,magic,pingpong",
    "--sampler,dpmpp-3m-sde,pingpong",
    "--guidance-scale,NaN,guidance scale",
    "--guidance-scale,1000,guidance scale",
    "--guidance-rescale,2,guidance rescale",
    "--guidance-interval,1,0.2:0.9",
    "--guidance-interval,0.9:0.2,guidance interval",
    "--sigma-max,7,sigma max",
    "--format,mp3,pcm16",
    "--peaks,loud,--peaks",
    "--threads,-1,threads",
    "--threads,1000000,threads",
    "--negative,drums,guidance scale above 1",
    "--model,no-such-model,no-such-model",
    "--model,stable-audio-open-small,aulos models get stable-audio-open-small",
    "--model,stabilityai/stable-audio-open-1.0,aulos models get stable-audio-open-1.0",
    "--colour,blue,--colour",
  })
  void refusesAnOption(String option, String value, String words) {
    generate("rain", option, value).assertRefused(words);
  }

  @Test
  void refusesOptionsWithoutTheirValue() {
    program.run("generate", "rain", "--seconds").assertRefused("--seconds");
    program.run("generate", "rain", "-o").assertRefused("--output");
  }

  @Test
  void refusesPromptsThatAreNone() {
    generate("").assertRefused("prompt is empty");
    generate("  \t ").assertRefused("prompt is empty");
    generate("x".repeat(10_000)).assertRefused("10000 characters");
    generate("a\0b").assertRefused("NUL");
    generate("rain", "-n", "x".repeat(10_000), "--guidance-scale", "2").assertRefused("negative");
    program.run("generate").assertRefused("prompt");
    program.run("generate", "two", "prompts").assertRefused("prompts");
  }

  @Test
  void refusesOutputsThatCannotBeWritten() {
    var refused = "generate";
    program.run(refused, "rain", "-o", folder.resolve("no/a.wav").toString()).assertRefused("no");
    program.run(refused, "rain", "-o", folder.toString()).assertRefused("is a folder");
    program.run(refused, "rain", "-o", "a\0b.wav").assertRefused("--output");
    program.run(refused, "rain", "-o", folder.resolve("a.mp3").toString()).assertRefused("WAV");
    if (Files.exists(Path.of("/dev/full"))) {
      program.run(refused, "rain", "-o", "/dev/full").assertRefused("device");
    }
  }

  @Test
  void refusesUnknownCommandsAndMissingParameters() {
    program.run("sing").assertRefused("sing");
    program.run("edit").assertRefused("INPUT");
    program.run("models", "get").assertRefused("NAME");
    program.run("models", "sing").assertRefused("sing");
    program.run("verify").assertRefused("FOLDER");
  }

  @Test
  void refusesToRepeatWhatIsNoTake() throws IOException {
    program.run("generate", "--from", "gone.wav").assertRefused("gone.wav", "no such file");
    program.run("generate", "rain", "--from", "a.wav").assertRefused("leave the prompt out");
  }
}
