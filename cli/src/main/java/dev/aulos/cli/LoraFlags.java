package dev.aulos.cli;

import dev.aulos.engine.AdapterUse;
import dev.aulos.engine.GenerateRequest;
import dev.aulos.engine.RequestException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/// Which adapters act, and how strongly.
final class LoraFlags {
  /// `FILE[@STRENGTH[@FROM:TO]]`; the file's own name may hold an @.
  private static final Pattern USE =
      Pattern.compile("(.+?)(?:@(-?[0-9.]+)(?:@([0-9.]+):([0-9.]+))?)?");

  @Option(
      names = "--lora",
      paramLabel = "FILE[@STRENGTH[@FROM:TO]]",
      description =
          "An adapter (LoRA, DoRA, BoRA), its strength (default 1), and the noise levels between "
              + "which it acts; may be given several times, in order.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--lora-without",
      paramLabel = "NAMES",
      defaultValue = "",
      description = "Parts of names of modules that adapters leave alone, between commas.")
  private String without = "";

  /// The adapters asked for, in order.
  List<AdapterUse> uses() {
    var uses = new ArrayList<AdapterUse>();
    for (var text : files) {
      uses.add(use(text).without(without));
    }
    return uses;
  }

  /// A request with the adapters asked for.
  GenerateRequest in(GenerateRequest request) {
    return files.isEmpty() ? request : request.withAdapters(uses());
  }

  /// A take's request with its adapters found among the files given, by name.
  GenerateRequest supplying(GenerateRequest request) {
    var given = uses();
    var found = new ArrayList<AdapterUse>();
    for (var use : request.adapters().orElse(List.of())) {
      var name = String.valueOf(use.file().getFileName());
      var match = given.stream().filter(g -> name.equals(nameOf(g))).findFirst();
      found.add(match.map(m -> use.withFile(m.file())).orElse(use));
    }
    return found.isEmpty() ? request : request.withAdapters(found);
  }

  private static String nameOf(AdapterUse use) {
    return String.valueOf(use.file().getFileName());
  }

  private static AdapterUse use(String text) {
    if (Files.exists(path(text))) {
      return AdapterUse.of(path(text));
    }
    var parts = USE.matcher(text);
    if (!parts.matches()) {
      throw wrong(text);
    }
    var use = AdapterUse.of(path(parts.group(1)));
    try {
      if (parts.group(2) != null) {
        use = use.withStrength(Double.parseDouble(parts.group(2)));
      }
      if (parts.group(3) != null) {
        use = use.within(Double.parseDouble(parts.group(3)), Double.parseDouble(parts.group(4)));
      }
    } catch (NumberFormatException e) {
      throw wrong(text);
    }
    return use;
  }

  private static RequestException wrong(String text) {
    return new RequestException(
        "--lora " + text + ": expected such as my.safetensors, or my.safetensors@0.8@0.2:1");
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new RequestException("--lora " + text + ": " + e.getReason());
    }
  }
}
