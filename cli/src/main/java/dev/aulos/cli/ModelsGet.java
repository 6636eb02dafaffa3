package dev.aulos.cli;

import dev.aulos.cli.hub.Download;
import dev.aulos.cli.hub.Hub;
import dev.aulos.cli.hub.RemoteFile;
import dev.aulos.engine.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aulos models get`: a model from the Hugging Face hub. The only command that goes online.
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Download a model from the Hugging Face hub. An interrupted download goes on where it ended.",
      "Gated models want their licence accepted on their page, and a token of yours."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  HF_TOKEN=hf_… aulos models get stable-audio-open-small",
      "  HF_TOKEN=hf_… aulos models get stable-audio-3-small-music",
      "  aulos models get someone/their-finetune --file model_config.json --file model.ckpt"
    })
final class ModelsGet implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final long SPARE = 50_000_000;

  @Parameters(paramLabel = "NAME", description = "A name from 'aulos models list', or owner/name.")
  private String name = "";

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "Else HF_TOKEN, else what 'hf auth login' left in ~/.cache/huggingface/token.")
  private @Nullable String token;

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description = "Where its files go; a folder among the others if absent.")
  private @Nullable String to;

  @Option(names = "--file", paramLabel = "FILE", description = "Only this one; can be repeated.")
  private List<String> files = List.of();

  /// A file and its way.
  private record Leg(RemoteFile remote, Path file, Download download) {}

  @Override
  public Integer call() throws IOException {
    var home = Home.ofUser();
    try (var hub = HubAccess.open(token)) {
      var wanted = wanted(home);
      wanted.forEach(repository -> announce(repository, hub));
      var legs = new ArrayList<Leg>();
      for (var repository : wanted) {
        legs.addAll(legs(hub, repository));
      }
      requireSpace(legs);
      for (var leg : legs) {
        load(leg);
      }
      for (var repository : wanted) {
        finish(home, repository);
      }
    }
    return Main.DONE;
  }

  /// What was asked for, and the text encoder that it needs.
  private List<Wanted> wanted(Home home) throws IOException {
    var asked = Wanted.of(name, files, to, home);
    var all = new ArrayList<Wanted>(List.of(asked));
    var encoder = Catalog.T5_BASE;
    if (asked.needsEncoder() && home.find(encoder.id).isEmpty()) {
      System.err.println(asked.id() + " needs the text encoder " + encoder.id + ", got as well");
      all.add(Wanted.of(encoder.id, List.of(), null, home));
    }
    return all;
  }

  private static void announce(Wanted wanted, Hub hub) {
    var page = hub.page(wanted.repository());
    System.err.println(wanted.id() + ": licence " + wanted.licence() + ", see " + page);
    System.err.println("  to " + wanted.folder());
  }

  private static List<Leg> legs(Hub hub, Wanted wanted) throws IOException {
    var legs = new ArrayList<Leg>();
    for (var name : wanted.files()) {
      var remote = hub.look(wanted.repository(), name);
      var file = wanted.folder().resolve(name);
      legs.add(new Leg(remote, file, new Download(hub, remote, file)));
    }
    return legs;
  }

  private static void requireSpace(List<Leg> legs) throws IOException {
    long needed = 0;
    for (var leg : legs) {
      Files.createDirectories(Objects.requireNonNull(leg.file.getParent()));
      if (!leg.download.isDone()) {
        needed += Math.max(0, leg.remote.size().orElse(0) - leg.download.position());
      }
    }
    var folder = Objects.requireNonNull(legs.get(0).file.getParent());
    long free = Files.getFileStore(folder).getUsableSpace();
    if (needed > 0 && needed + SPARE > free) {
      throw new IOException(
          folder + ": " + Bytes.text(needed) + " to load, but only " + Bytes.text(free) + " free");
    }
  }

  private static void load(Leg leg) throws IOException {
    var name = leg.remote.name();
    if (leg.download.isDone()) {
      System.err.println(name + ": is there already");
      return;
    }
    try (var rate = new LoadStatus(name, leg.remote.size(), leg.download.position())) {
      leg.download.run(rate::at, PAUSE);
    }
    var checked = leg.remote.sha256().isPresent() ? ", SHA-256 checked" : "";
    System.err.println(name + ": " + Bytes.text(Files.size(leg.file)) + checked);
  }

  private void finish(Home home, Wanted wanted) throws IOException {
    if (!files.isEmpty()) {
      System.out.println(wanted.folder());
      return;
    }
    var found = Found.open(wanted.folder());
    if (!wanted.folder().equals(home.models().resolve(wanted.id()))) {
      home.link(wanted.id(), wanted.folder());
    }
    System.out.println(wanted.id() + ": " + found.summary() + ", in " + wanted.folder());
  }

  /// A repository, and where its files go.
  ///
  /// @param files within the repository; what makes a folder a model comes last
  private record Wanted(
      String id,
      String repository,
      String licence,
      boolean needsEncoder,
      List<String> files,
      Path folder) {
    static Wanted of(String name, List<String> files, @Nullable String to, Home home) {
      var official = Catalog.named(name);
      if (official.isEmpty() && !name.matches("[\\w-][\\w.-]*/[\\w-][\\w.-]*")) {
        throw new RequestException(
            "'" + name + "': expected a name from 'aulos models list', or owner/name");
      }
      files.forEach(Wanted::requireInside);
      var id = official.map(entry -> entry.id).orElse(name.substring(name.indexOf('/') + 1));
      var folder = to == null ? home.models().resolve(id) : ModelFlags.path(to);
      return new Wanted(
          id,
          official.map(entry -> entry.repository).orElse(name),
          official.map(entry -> entry.licence).orElse("not known here"),
          files.isEmpty() && official.isPresent() && official.get().needsT5,
          files.isEmpty() ? official.map(entry -> entry.files).orElse(Catalog.FILES) : files,
          folder.toAbsolutePath().normalize());
    }

    private static void requireInside(String file) {
      if (!file.matches("[\\w-][\\w. -]*(/[\\w-][\\w. -]*)*")) {
        throw new RequestException(
            "--file "
                + file
                + ": expected a path within the repository, such as model.safetensors");
      }
    }
  }
}
