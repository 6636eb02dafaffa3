package dev.aulos.cli;

import dev.aulos.engine.RequestException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `aulos models remove`: forgets a model that was added.
@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    description = "Forget a model that was added. Its files stay where they are.")
final class ModelsRemove implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "As 'aulos models list' shows it.")
  private String name = "";

  @Override
  public Integer call() throws IOException {
    var home = Home.ofUser();
    var place = home.find(name);
    if (place.isEmpty()) {
      throw new RequestException(
          "there is no model '"
              + name
              + "'; there are "
              + String.join(", ", home.known().keySet()));
    }
    if (!home.isLink(name)) {
      throw new RequestException(
          name + " is a folder of its own, " + place.get() + "; delete it if you want it gone");
    }
    home.unlink(name);
    System.out.println("forgot " + name + "; its files stay in " + place.get());
    return Main.DONE;
  }
}
