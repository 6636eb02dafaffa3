package dev.aulos.cli;

import dev.aulos.engine.RequestException;
import dev.aulos.engine.TextEncoderInfo;
import dev.aulos.engine.files.ModelFiles;
import dev.aulos.engine.sampling.SamplerFamily;
import dev.aulos.models.Autoencoder;
import dev.aulos.models.Conditioner;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.ModelConfig.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `aulos models show`: all that is known of a model.
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "What a model is: its parts, samplers, licence, and where it is published.")
final class ModelsShow implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "A name from 'aulos models list', or a folder.")
  private String name = "";

  @Override
  public Integer call() throws IOException {
    var home = Home.ofUser();
    var official = Catalog.named(name);
    var known = home.find(official.map(entry -> entry.id).orElse(name));
    if (known.isEmpty() && official.isEmpty() && !Files.exists(ModelFlags.path(name))) {
      throw new RequestException("there is no model '" + name + "'; see: aulos models list");
    }
    official.ifPresent(ModelsShow::print);
    if (known.isEmpty() && official.isPresent()) {
      line("here", "no; get it with: aulos models get " + official.get().id);
      return Main.DONE;
    }
    var folder = known.orElseGet(() -> ModelFlags.path(name));
    line("folder", folder + " (" + Bytes.text(Found.bytes(folder)) + ")");
    switch (Found.open(folder)) {
      case Found.TextEncoder text -> print(text.info());
      case Found.Model model -> print(model.files(), home);
      case Found.Broken broken -> line("broken", broken.reason());
    }
    return Main.DONE;
  }

  private static void print(Catalog official) {
    line("name", official.id);
    line("about", official.about);
    line("licence", official.licence + (official.gated ? " (accept it on the page below)" : ""));
    line("published", official.page());
  }

  private static void print(TextEncoderInfo text) {
    boolean gemma = text.family() == Conditioner.Text.Family.T5_GEMMA;
    line("kind", "text encoder (" + (gemma ? "T5Gemma" : "T5") + ")");
    line("layers", text.layers() + " of width " + text.width());
    line("vocabulary", Integer.toString(text.vocabulary()));
  }

  private static void print(ModelFiles files, Home home) {
    var origin = files.weights().origin();
    line("weights", origin.file() + (origin.ema() ? ", averaged" : ""));
    line(
        "parameters",
        String.format(
            Locale.ROOT,
            "%.1f million in %d tensors",
            Found.parameters(files.weights()) / 1e6,
            files.weights().paths().size()));
    switch (files.config()) {
      case ModelConfig.Codec alone -> {
        line("kind", "autoencoder alone, which cannot generate");
        print(alone.autoencoder(), alone.sampleRate());
      }
      case ModelConfig.TextToAudio model -> print(model, files.folder(), home);
    }
  }

  private static void print(ModelConfig.TextToAudio model, Path folder, Home home) {
    boolean three = model.line() == Line.THREE;
    line("kind", "text to audio, " + model.objective().key());
    line("line", three ? "Stable Audio 3: inpaints, continues" : "Stable Audio Open");
    line(
        "sound",
        String.format(
            Locale.ROOT,
            "%.2f s unless told otherwise, up to %.2f s, %d channels at %d Hz",
            Found.usual(model),
            Found.longest(model),
            model.audioChannels(),
            model.sampleRate()));
    var dit = model.dit();
    line(
        "transformer",
        dit.depth() + " layers of width " + dit.width() + ", " + dit.heads() + " heads");
    model.autoencoder().ifPresent(codec -> print(codec, model.sampleRate()));
    line(
        "inputs",
        model.conditioners().stream().map(Conditioner::id).collect(Collectors.joining(", ")));
    line("samplers", String.join(", ", family(model).names()));
    line("text encoder", model.text().encoder() + ", " + place(model, folder, home));
  }

  private static SamplerFamily family(ModelConfig.TextToAudio model) {
    if (!model.objective().isFlow()) {
      return SamplerFamily.V;
    }
    return model.line() == Line.THREE ? SamplerFamily.FLOW_3 : SamplerFamily.FLOW;
  }

  private static String place(ModelConfig.TextToAudio model, Path folder, Home home) {
    try {
      var shared = List.of(home.models());
      return "in " + TextEncoderInfo.of(folder, model.text(), shared).folder();
    } catch (IOException e) {
      return "which is missing or broken: " + Main.firstLine(e.getMessage());
    }
  }

  private static void print(Autoencoder codec, int sampleRate) {
    var name =
        switch (codec) {
          case Autoencoder.Oobleck oobleck -> "Oobleck";
          case Autoencoder.Same same -> "SAME";
          case Autoencoder.Spectral spectral -> "SAME on spectra";
        };
    line(
        "autoencoder",
        String.format(
            Locale.ROOT,
            "%s, %d latent channels, %d samples (%.1f ms) a frame",
            name,
            codec.latentChannels(),
            codec.hop(),
            1e3 * codec.hop() / sampleRate));
  }

  private static void line(String what, String value) {
    System.out.printf("%-13s %s%n", what, value);
  }
}
