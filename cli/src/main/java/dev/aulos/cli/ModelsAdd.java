package dev.aulos.cli;

import dev.aulos.engine.RequestException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aulos models add`: a model elsewhere, made known under a name.
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = "Make a model known that lies in a folder of yours; nothing is copied.")
final class ModelsAdd implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "A model's folder or weights file.")
  private Path folder = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What to call it; the folder's name if absent.")
  private @Nullable String name;

  @Override
  public Integer call() throws IOException {
    var place = folder.toAbsolutePath().normalize();
    var last = place.getFileName();
    if (last == null) {
      throw new RequestException(folder + ": is not the folder of a model");
    }
    var chosen = name == null ? last.toString() : name;
    Home.requireName(chosen);
    var found = Found.open(place);
    Home.ofUser().link(chosen, place);
    System.out.println(chosen + ": " + found.summary() + ", in " + place);
    return Main.DONE;
  }
}
