package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.aulos.graph.Weights;
import dev.aulos.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingCommandsTest {
  @TempDir static Path home;
  @TempDir Path folder;
  private int made;
  private final Program program = new Program(home);

  @Test
  void aDatasetIsSiftedByLicence() throws IOException {
    var sounds = folder.resolve("sounds");
    Files.createDirectories(sounds);
    for (var name : new String[] {"free", "closed"}) {
      Sounds.noise(sounds.resolve(name + ".wav"), 44_100);
      var licence = name.equals("free") ? "CC0-1.0" : "";
      Files.writeString(
          sounds.resolve(name + ".json"),
          "{\"caption\": \"noise\", \"licence\": \"" + licence + "\", \"source\": \"own\"}");
    }
    var manifest = folder.resolve("set.jsonl");
    var result = program.run("dataset", sounds.toString(), "-o", manifest.toString());
    assertThat(result.code()).as(result.err()).isEqualTo(Main.DONE);
    assertThat(result.out()).contains("closed.wav");
    assertThat(Files.readString(manifest)).contains("free.wav").doesNotContain("closed.wav");
  }

  /// Two sounds, encoded and sifted.
  private String set(String model) throws IOException {
    var sounds = folder.resolve("sounds");
    Files.createDirectories(sounds);
    for (int i = 0; i < 2; i++) {
      Sounds.noise(sounds.resolve(i + ".wav"), 20_000 + 4_000 * i);
      Files.writeString(sounds.resolve(i + ".txt"), "noise " + i);
    }
    var latents = folder.resolve("latents");
    var set = folder.resolve("set.jsonl").toString();
    program
        .run("pre-encode", sounds.toString(), "-o", latents.toString(), "-m", model)
        .assertSuccess();
    Files.writeString(latents.resolve("dataset.json"), "{\"licence\": \"CC0-1.0\"}");
    program.run("dataset", latents.toString(), "-o", set).assertSuccess();
    return set;
  }

  private Program.Result train(String kind, String model, String set, String... more) {
    var args = new ArrayList<>(List.of("train", kind, "-m", model, "--data", set));
    args.addAll(List.of("-o", folder.resolve(kind).toString(), "--batch-frames", "64"));
    args.addAll(List.of(more));
    return program.run(args);
  }

  private Program.Result trainClap(String model, String set, String frames, String... more) {
    var args = new ArrayList<>(List.of("train", "clap", "-m", model, "--data", set));
    args.addAll(List.of("-o", folder.resolve("clap").toString(), "--batch-frames", frames));
    args.addAll(List.of(more));
    return program.run(args);
  }

  private Path generate(String... more) {
    var sound = folder.resolve("out" + made++ + ".wav");
    var args = new ArrayList<>(List.of("generate", "noise", "--seconds", "0.2"));
    args.addAll(List.of("-o", sound.toString()));
    args.addAll(List.of(more));
    program.run(args).assertSuccess();
    return sound;
  }

  @Test
  void anAdapterIsTrainedAndUsed() throws IOException {
    var model = ReferenceModel.in(folder.resolve("model")).toString();
    var set = set(model);
    train("lora", model, set, "--steps", "2", "--type", "lora", "--rank", "2").assertSuccess();
    var adapter = folder.resolve("lora/export/adapter.safetensors");
    assertThat(adapter).isRegularFile();
    generate("-m", model, "--lora", adapter.toString());
    assertThat(train("lora", model, set, "--type", "lorra").err()).contains("lorra");
  }

  @Test
  void aWholeModelIsTrainedFurtherAndHeardOnTheWay() throws IOException {
    var model = ReferenceModel.in(folder.resolve("model")).toString();
    var set = set(model);
    var result =
        train("flow", model, set, "--steps", "2", "--demo", "noise", "--checkpoint-every", "1")
            .assertSuccess();
    var trained = folder.resolve("flow/model");
    assertThat(result.out().strip()).isEqualTo(trained.toString());
    var before = generate("-m", model, "--seed", "1");
    var plain = Files.readAllBytes(before);
    assertThat(Files.readAllBytes(generate("-m", trained.toString(), "--seed", "1")))
        .isNotEqualTo(plain);
    assertThat(folder.resolve("flow/demos/step-0000001-00.wav")).isRegularFile();
    assertThat(Files.readString(folder.resolve("flow/report.html")))
        .contains("Step 2 of 2", "demos/step-0000001-00.wav");
  }

  @Test
  void twoTrainingsOfAModelAreAveraged() throws IOException {
    var model = ReferenceModel.in(folder.resolve("model")).toString();
    train("flow", model, set(model), "--steps", "2").assertSuccess();
    var trained = folder.resolve("flow/model").toString();
    var mean = folder.resolve("mean").toString();
    assertThat(program.run("average", model, trained, "-o", mean).assertSuccess().out().strip())
        .isEqualTo(mean);
    var between = Files.readAllBytes(generate("-m", mean, "--seed", "1"));
    assertThat(between).isNotEqualTo(Files.readAllBytes(generate("-m", model, "--seed", "1")));
    assertThat(between).isNotEqualTo(Files.readAllBytes(generate("-m", trained, "--seed", "1")));
    var all = folder.resolve("all").toString();
    program.run("average", model + "@0", trained + "@1", "-o", all).assertSuccess();
    assertThat(Sounds.read(generate("-m", all, "--seed", "1")).planar())
        .isEqualTo(Sounds.read(generate("-m", trained, "--seed", "1")).planar());
    assertThat(program.run("average", model, trained, "-o", mean).err())
        .contains("is there already");
    var out = folder.resolve("none").toString();
    assertThat(program.run("average", model, "-o", out).err()).contains("at least two models");
    assertThat(program.run("average", model + "@0.5", trained, "-o", out).err())
        .contains("give all of them one, or none");
    assertThat(program.run("average", model + "@0.5", trained + "@0.4", "-o", out).err())
        .contains("weights add up to 0.9, expected 1");
    assertThat(program.run("average", model, "nowhere", "-o", out).err()).contains("nowhere");
    assertThat(Path.of(out)).doesNotExist();
  }

  @Test
  void theLossOnSoundsHeldOutIsShown() throws IOException {
    var model = ReferenceModel.in(folder.resolve("model")).toString();
    var set = set(model);
    var result =
        train("lora", model, set, "--steps", "2", "--rank", "2", "--held-out", "0.5")
            .assertSuccess();
    assertThat(result.err()).containsPattern("held out: loss [0-9.]+ after step [02]");
    assertThat(Files.readString(folder.resolve("lora/report.html"))).contains("held_out");
    assertThat(train("lora", model, set, "--held-out", "0.6").err())
        .contains("--held-out is 0.6, expected 0 to 0.5");
    assertThat(result.out().strip()).endsWith(Path.of("best", "adapter.safetensors").toString());
    assertThat(Path.of(result.out().strip())).isRegularFile();
    assertThat(train("lora", model, set, "--patience", "2").err())
        .contains("--patience is measured by --held-out, expected both");
    assertThat(train("lora", model, set, "--held-out", "0.5", "--patience", "0").err())
        .contains("--patience is 0, expected at least 1");
  }

  @Test
  void aRunThatDivergesSaysSo() throws IOException {
    var model = ReferenceModel.in(folder.resolve("model")).toString();
    var set = set(model);
    var worse = train("flow", model, set, "--steps", "40", "--learning-rate", "0.9");
    assertThat(worse.code()).isEqualTo(1);
    assertThat(worse.err())
        .contains("training has diverged", "a lower learning rate")
        .doesNotContain("internal error");
  }

  @Test
  void aBaseModelBecomesOneOfFewSteps() throws IOException {
    var model = ReferenceModel.in(folder.resolve("model")).toString();
    var set = set(model);
    train("arc", model, set, "--steps", "2").assertSuccess();
    var trained = folder.resolve("arc/model").toString();
    assertThat(Files.readString(Path.of(trained, "model_config.json"))).contains("rf_denoiser");
    assertThat(program.run("models", "show", trained).assertSuccess().out())
        .contains("text to audio, rf_denoiser");
    generate("-m", trained);
    assertThat(folder.resolve("arc/warm-up")).doesNotExist();
    assertThat(train("arc", model, set, "--warm-up-steps", "-1").err())
        .contains("--warm-up-steps is -1, expected at least 0");
    assertThat(train("arc", model, set, "--warm-up-steps", "1", "--warm-up-guidance", "0.5").err())
        .contains("guidance scale 0.5 and apg 1.0: expected 1 to 100");
    assertThat(train("arc", model, set, "--contrast", "-1").err())
        .contains("--contrast is -1.0, expected 0 to 100");
    assertThat(train("arc", model, set, "--anchor", "-1").err())
        .contains("--anchor is -1.0, expected 0 to 100");
    assertThat(train("arc", model, set, "--gradient-penalty", "101").err())
        .contains("--gradient-penalty is 101.0, expected 0 to 100");
    assertThat(train("arc", model, set, "--steps", "0").err())
        .contains("--steps is 0, expected at least 1");
    assertThat(train("arc", model, set, "--learning-rate", "2").err())
        .contains("--learning-rate is 2.0");
  }

  @Test
  void theGeneratorIsWarmedUpByWhatTheBaseModelSamples() throws IOException {
    var model = ReferenceModel.in(folder.resolve("model")).toString();
    var set = set(model);
    var options = List.of("--steps", "2", "--warm-up-steps", "2", "--warm-up-guidance", "3");
    train("arc", model, set, options.toArray(String[]::new)).assertSuccess();
    var file = "export/diffusion.safetensors";
    assertThat(folder.resolve("arc/warm-up").resolve(file)).isRegularFile();
    assertThat(folder.resolve("arc").resolve(file)).isRegularFile();
    generate("-m", folder.resolve("arc/model").toString());
  }

  @Test
  void theDiscriminatorIsShownWhatTheBaseModelMakes() throws IOException {
    var model = ReferenceModel.in(folder.resolve("model")).toString();
    var set = set(model);
    String[] options = {
      "--steps", "2", "--synthetic", "3", "--synthetic-guidance", "3", "--synthetic-steps", "2"
    };
    train("arc", model, set, options).assertSuccess();
    var made = folder.resolve("arc/synthetic/latents-00000.safetensors");
    assertThat(Safetensors.open(made).paths()).containsExactly("000000", "000001", "000002");
    generate("-m", folder.resolve("arc/model").toString());
    options[1] = "4";
    var before = Files.getLastModifiedTime(made);
    train("arc", model, set, options).assertSuccess();
    assertThat(Files.getLastModifiedTime(made)).isEqualTo(before);
    options[5] = "4";
    assertThat(train("arc", model, set, options).err())
        .contains("guidance scale 3.0", "expected model", "guidance scale 4.0", "delete ")
        .doesNotContain("internal error");
    assertThat(train("arc", model, set, "--synthetic", "-1").err())
        .contains("--synthetic is -1, expected at least 0");
    assertThat(train("arc", model, set, "--synthetic-steps", "2").err())
        .contains("expected how many there are to be");
    options[7] = "0";
    assertThat(train("arc", model, set, options).err())
        .contains("--synthetic-steps is 0, expected at least 1");
    options[5] = "0.5";
    assertThat(train("arc", model, set, options).err())
        .contains("--synthetic-guidance is 0.5, expected 1 to 100");
  }

  @Test
  void theGeneratorIsKeptToItsTextsByAClap() throws IOException {
    var model = ReferenceModel.in(folder.resolve("model")).toString();
    var set = set(model);
    var made = trainClap(model, set, "200", "--steps", "2").assertSuccess().out();
    var clap = folder.resolve("clap/export/clap.safetensors");
    assertThat(made).contains(clap.toString());
    var options = List.of("--steps", "2", "--clap", clap.toString(), "--clap-weight", "0.5");
    train("arc", model, set, options.toArray(String[]::new)).assertSuccess();
    assertThat(Files.readString(folder.resolve("arc/journal.jsonl"))).contains("\"apart\":");
    generate("-m", folder.resolve("arc/model").toString());
  }

  @Test
  void aClapThatCannotBeIsRefused() throws IOException {
    var model = ReferenceModel.in(folder.resolve("model")).toString();
    var set = set(model);
    assertThat(trainClap(model, set, "200", "--demo", "rain").err())
        .contains("--demo: a CLAP makes no sound");
    assertThat(trainClap(model, set, "1").err())
        .contains("--batch-frames is 1, which holds one sound", "expected at least");
    assertThat(train("arc", model, set, "--clap-weight", "1").err())
        .contains("--clap-weight is how much --clap counts, expected both");
    assertThat(train("arc", model, set, "--clap", set, "--clap-weight", "-1").err())
        .contains("--clap-weight is -1.0, expected 0 to 100");
    assertThat(train("arc", model, set, "--clap", folder.resolve("none").toString()).err())
        .contains("none: no such file");
    var weights = Path.of(model, "model.safetensors").toString();
    assertThat(train("arc", model, set, "--clap", weights).err())
        .contains("model.safetensors: says no 'clap_config'", "aulos train clap")
        .doesNotContain("internal error");
    assertThat(folder.resolve("arc")).doesNotExist();
    assertThat(folder.resolve("clap")).doesNotExist();
  }

  @Test
  void aModelLearnsToDoWithoutGuidance() throws IOException {
    var model = ReferenceModel.in(folder.resolve("model")).toString();
    var set = set(model);
    assertThat(train("guidance", model, set, "--steps", "2").err())
        .contains("used without guidance; there is none to learn");
    assertThat(train("guidance", model, set, "--guidance-scale", "1").err())
        .contains("guidance scale 1.0: expected more than 1");
    train("guidance", model, set, "--steps", "2", "--guidance-scale", "3").assertSuccess();
    var trained = folder.resolve("guidance/model");
    var config = Files.readString(trained.resolve("model_config.json"));
    assertThat(config).contains("\"guidance_scale\": 1.0", "\"sampler\": \"pingpong\"");
    generate("-m", trained.toString());
  }

  @Test
  void modelsOfStableAudioOpenAreTunedTheSameWays() throws IOException {
    var model = TinyModel.in(folder.resolve("model")).toString();
    var set = set(model);
    train("lora", model, set, "--steps", "2", "--rank", "2").assertSuccess();
    var adapter = folder.resolve("lora/export/adapter.safetensors").toString();
    var plain = Files.readAllBytes(generate("-m", model, "--seed", "1"));
    var adapted = generate("-m", model, "--seed", "1", "--lora", adapter + "@2");
    assertThat(Files.readAllBytes(adapted)).isNotEqualTo(plain);
    train("flow", model, set, "--steps", "2").assertSuccess();
    train("arc", model, set, "--steps", "2").assertSuccess();
    for (var kind : List.of("flow", "arc")) {
      var trained = folder.resolve(kind).resolve("model");
      assertThat(trained.resolve("t5-base/config.json")).isRegularFile();
      generate("-m", trained.toString());
    }
  }

  /// The silence after sounds is that of the model's own autoencoder, wherever its file lies.
  @Test
  void aModelOfStableAudioOpenGivenAsAFileIsTuned() throws IOException {
    var place = TinyModel.in(folder.resolve("model"));
    for (var end : List.of("_config.json", ".safetensors")) {
      Files.move(place.resolve("model" + end), place.resolve("base_model" + end));
    }
    var model = place.resolve("base_model.safetensors").toString();
    train("lora", model, set(model), "--steps", "1", "--rank", "2").assertSuccess();
  }

  @Test
  void latentsOfAnotherAutoencoderAreRefused() throws IOException {
    var set = set(ReferenceModel.in(folder.resolve("three")).toString());
    var result = train("lora", TinyModel.in(folder.resolve("open")).toString(), set);
    assertThat(result.code()).isEqualTo(Main.WRONG);
    assertThat(result.err())
        .contains("set.jsonl", "channels, this model's have 8", "aulos pre-encode");
  }

  @Test
  void whatMakesNoSoundOfTextIsNotTuned() throws IOException {
    var three = ReferenceModel.in(folder.resolve("three")).toString();
    var codec = ReferenceModel.autoencoder(folder.resolve("codec")).toString();
    assertThat(train("flow", codec, set(three)).err())
        .contains("codec", "is an autoencoder alone, expected a model that makes sound of text");
  }

  private static final String SIDE =
      """
      {"type": "same", "config": {"%s": 128, "channels": 16, "c_mults": [1], "strides": [4],
       "latent_dim": 4, "transformer_depths": [1], "dim_heads": 8, "differential": false,
       "dyt": false, "shortcut": true, "variable_stride": true, "sliding_window": [1, 1],
       "mask_noise": 0.0}}
      """;

  private Path autoencoderConfig(String side) throws IOException {
    var file = folder.resolve("model_config.json");
    Files.writeString(
        file,
        """
        {"model_type": "autoencoder", "sample_size": 65536, "sample_rate": 44100,
         "audio_channels": 2, "model": {"encoder": %s, "decoder": %s,
         "bottleneck": {"type": "softnorm", "config": {"dim": 4, "auto_scale": true}},
         "pretransform": {"type": "patched", "config": {"patch_size": 64, "channels": 2}},
         "latent_dim": 4, "downsampling_ratio": 256, "io_channels": 2}}
        """
            .formatted(side.formatted("in_channels"), side.formatted("out_channels")));
    return file;
  }

  @Test
  void anAutoencoderIsTrainedAlsoAgainstADiscriminator() throws IOException {
    var set = soundSet();
    var config = autoencoderConfig(SIDE).toString();
    var run = folder.resolve("codec").toString();
    trainAutoencoder(set, "--config", config, "--adversarial").assertSuccess();
    assertThat(Files.readString(Path.of(run, "journal.jsonl")))
        .contains("\"discriminator\":", "\"features\":");
    var encoded = folder.resolve("x.npy").toString();
    var model = Path.of(run, "model").toString();
    program
        .run("encode", folder.resolve("sounds/a.wav").toString(), "-o", encoded, "-m", model)
        .assertSuccess();
    assertThat(program.run("train", "autoencoder", "--config", set, "--data", set, "-o", run).err())
        .contains("set.jsonl");
  }

  /// In chunks, with noise on new tokens: alone, and as the decoder of a whole model.
  @Test
  void theAutoencoderOfStableAudioThreeIsTrainedInItsPublishedLayout() throws IOException {
    var set = soundSet();
    var whole = ReferenceModel.in(folder.resolve("three"));
    trainAutoencoder(set, "-m", whole.toString(), "--decoder-only").assertSuccess();
    var before = Safetensors.open(whole.resolve("model.safetensors"));
    var after = Safetensors.open(folder.resolve("codec/model/model.safetensors"));
    assertThat(after.paths()).containsExactlyInAnyOrderElementsOf(before.paths());
    assertThat(moved(before, after))
        .hasSizeGreaterThan(20)
        .allMatch(path -> path.startsWith("pretransform.model.decoder."));
  }

  @Test
  void anAutoencoderOfStableAudioThreeAloneIsTrained() throws IOException {
    var set = soundSet();
    var alone = ReferenceModel.autoencoder(folder.resolve("alone"));
    assertThat(trainAutoencoder(set, "-m", alone.toString(), "--held-out", "0.5").err())
        .contains("of 1 sound none can be held out, expected at least 2 sounds");
    assertThat(trainOnCrops("17", set, "-m", alone.toString()).err())
        .contains("crops have 17 latent frames, expected a multiple of 2");
    trainAutoencoder(set, "-m", alone.toString()).assertSuccess();
    var before = Safetensors.open(alone.resolve("model.safetensors"));
    var after = Safetensors.open(folder.resolve("codec/model/model.safetensors"));
    assertThat(moved(before, after))
        .anyMatch(path -> path.startsWith("encoder."))
        .anyMatch(path -> path.startsWith("decoder."));
  }

  /// A sound to train autoencoders on.
  private String soundSet() throws IOException {
    var sounds = folder.resolve("sounds");
    Files.createDirectories(sounds);
    sound(sounds.resolve("a.wav"), 10_000);
    var set = folder.resolve("set.jsonl").toString();
    program.run("dataset", sounds.toString(), "-o", set).assertSuccess();
    return set;
  }

  private static void sound(Path file, int frames) throws IOException {
    Sounds.noise(file, frames);
    var facts = file.resolveSibling(file.getFileName().toString().replace(".wav", ".json"));
    Files.writeString(facts, "{\"caption\": \"a\", \"licence\": \"CC0-1.0\"}");
  }

  /// Two sounds, one of which is held out.
  @Test
  void anAutoencoderIsMeasuredOnSoundsItDoesNotSee() throws IOException {
    sound(Files.createDirectories(folder.resolve("sounds")).resolve("b.wav"), 20_000);
    var alone = ReferenceModel.autoencoder(folder.resolve("alone"));
    var result = trainAutoencoder(soundSet(), "-m", alone.toString(), "--held-out", "0.5");
    assertThat(result.assertSuccess().err()).containsPattern("held out: loss [0-9.]+ after step 0");
    var written = Safetensors.open(folder.resolve("codec/model/model.safetensors"));
    var best = Safetensors.open(folder.resolve("codec/best/model.safetensors"));
    var path = "decoder.layers.1.bias";
    assertThat(written.get(path).toFloats()).isEqualTo(best.get(path).toFloats());
  }

  private Program.Result trainOnCrops(String frames, String set, String option, String value) {
    var run = folder.resolve("other").toString();
    return program.run(
        "train", "autoencoder", "--data", set, "-o", run, "--crop-frames", frames, option, value);
  }

  private Program.Result trainAutoencoder(String set, String... more) {
    var run = folder.resolve("codec").toString();
    var args = new ArrayList<>(List.of("train", "autoencoder", "--data", set, "-o", run));
    args.addAll(List.of("--steps", "2", "--crop-frames", "16", "--batch-frames", "32"));
    args.addAll(List.of(more));
    return program.run(args);
  }

  /// The paths of all parameters that training changed.
  private static List<String> moved(Weights before, Weights after) {
    return before.paths().stream()
        .filter(path -> !Arrays.equals(before.get(path).toFloats(), after.get(path).toFloats()))
        .toList();
  }

  /// The decoder moves, all else in the model is as it was, under the same names.
  @Test
  void theDecoderOfAWholeModelOfStableAudioOpenIsTrained() throws IOException {
    var model = TinyModel.in(folder.resolve("model"));
    var set = soundSet();
    trainAutoencoder(set, "-m", model.toString(), "--decoder-only", "--adversarial")
        .assertSuccess();
    var trained = folder.resolve("codec/model");
    var before = Safetensors.open(model.resolve("model.safetensors"));
    var after = Safetensors.open(trained.resolve("model.safetensors"));
    assertThat(after.paths()).containsExactlyInAnyOrderElementsOf(before.paths());
    assertThat(moved(before, after))
        .hasSizeGreaterThan(30)
        .allMatch(path -> path.startsWith("pretransform.model.decoder."));
    var plain = Files.readAllBytes(generate("-m", model.toString(), "--seed", "1"));
    var other = Files.readAllBytes(generate("-m", trained.toString(), "--seed", "1"));
    assertThat(other).isNotEqualTo(plain);
    assertThat(trainAutoencoder(set, "-m", model.toString()).err())
        .contains("encoder has to stay as it is", "add --decoder-only");
    assertThat(trainAutoencoder(set).err()).contains("expected either --model or --config");
    assertThat(trainAutoencoder(set, "-m", model.toString(), "--from", set).err())
        .contains("--from goes with --config");
  }

  /// From nothing, and from a whole model's weights.
  @Test
  void anOobleckAutoencoderIsTrainedByItsConfiguration() throws IOException {
    var model = TinyModel.in(folder.resolve("model"));
    var set = soundSet();
    var whole = JsonParser.parseString(TinyModel.resource("tiny.json")).getAsJsonObject();
    var codec = whole.getAsJsonObject("model").getAsJsonObject("pretransform").get("config");
    whole.addProperty("model_type", "autoencoder");
    whole.add("model", codec);
    var config = folder.resolve("codec_config.json");
    Files.writeString(config, whole.toString());
    trainAutoencoder(set, "--config", config.toString()).assertSuccess();
    var trained = folder.resolve("codec/model");
    assertThat(Safetensors.open(trained.resolve("model.safetensors")).paths())
        .contains("encoder.layers.0.weight_g");
    var latent = folder.resolve("x.npy").toString();
    var sound = folder.resolve("sounds/a.wav").toString();
    program.run("encode", sound, "-o", latent, "-m", trained.toString()).assertSuccess();
    assertThat(trainAutoencoder(set, "-m", trained.toString()).assertSuccess().out())
        .contains(trained.toString());
    var started =
        program.run(
            "train",
            "autoencoder",
            "--config",
            config.toString(),
            "--from",
            model.resolve("model.safetensors").toString(),
            "--data",
            set,
            "-o",
            folder.resolve("started").toString(),
            "--steps",
            "1",
            "--crop-frames",
            "64",
            "--learning-rate",
            "1e-9");
    started.assertSuccess();
    var export = Safetensors.open(folder.resolve("started/export/model.safetensors"));
    var stored = Safetensors.open(model.resolve("model.safetensors"));
    for (var name : List.of("bias", "weight_g", "weight_v")) { // directions keep their lengths
      assertThat(export.get("decoder.layers.0." + name).toFloats())
          .containsExactly(
              stored.get("pretransform.model.decoder.layers.0." + name).toFloats(),
              Offset.offset(1e-5f));
    }
    assertThat(trainOnCrops("65", set, "--config", config.toString()).err())
        .contains("--crop-frames is 65, expected at most --batch-frames, 64");
  }

  @Test
  void whatCannotBeTrainedOrMeasuredIsSaid() {
    var none = folder.resolve("none").toString();
    assertThat(program.run("dataset", none, "-o", none + ".jsonl").err()).contains(none);
    var steps = program.run("train", "nano", "-o", none, "--flow-steps", "0");
    assertThat(steps.code()).isEqualTo(Main.WRONG);
    assertThat(steps.err()).contains("steps and sounds of at least 1");
    var seeds = program.run("evaluate", "--seeds", "0");
    assertThat(seeds.code()).isEqualTo(Main.WRONG);
    assertThat(seeds.err()).contains("--seeds is 0, expected 1 to 32");
    assertThat(program.run("evaluate", "--rounds", "33").err())
        .contains("--rounds is 33, expected 1 to 32");
    assertThat(program.run("train").out()).contains("nano");
  }
}
