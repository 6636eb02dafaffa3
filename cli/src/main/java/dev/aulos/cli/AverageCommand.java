package dev.aulos.cli;

import dev.aulos.engine.RequestException;
import dev.aulos.engine.files.ModelFiles;
import dev.aulos.graph.Cancellation;
import dev.aulos.train.tuning.BaseModel;
import dev.aulos.train.tuning.ModelAverage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aulos average`: several trainings of one model, as one.
@Command(
    name = "average",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Make one model of several with the same start, by a weighted sum of their weights. Trainings"
          + " that differ in their seed, length or sounds are often better averaged than each is"
          + " (arXiv:2203.05482); with a weight of -1 for a start, what one training changed is"
          + " added to another (arXiv:2212.04089). Configuration and text encoder are the first"
          + " model's."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  aulos average runs/a/model runs/b/model runs/c/model -o models/mean",
      "  aulos average newer@1 guided@1 older@-1 -o newer-guided"
    })
final class AverageCommand implements Callable<Integer> {
  private static final int FEWEST = 2;

  /// `MODEL[@WEIGHT]`; the model's own name may hold an @.
  private static final Pattern PART = Pattern.compile("(.+?)(?:@(-?[0-9.]+))?");

  @Parameters(
      paramLabel = "MODEL[@WEIGHT]",
      arity = "1..*",
      description =
          "Folders or weights files of models, or names that 'aulos models list' shows, and how"
              + " much of each is taken. Weights add up to 1; without any, all count alike.")
  private List<String> models = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FOLDER",
      description = "The folder of the model to write.")
  private Path output = Path.of("");

  @Option(
      names = {"-q", "--quiet"},
      description = "Do not show progress.")
  private boolean quiet;

  /// A model as the user names it.
  private record Named(String model, @Nullable Double weight) {}

  @Override
  public Integer call() throws IOException {
    var named = models.stream().map(AverageCommand::named).toList();
    if (named.size() < FEWEST) {
      throw new RequestException("average of what? name at least two models");
    }
    if (Files.exists(output)) {
      throw new RequestException("--output " + output + ": is there already; name a new folder");
    }
    var weights = weights(named);
    var others = new ArrayList<ModelAverage.Part>();
    for (int i = 1; i < weights.length; i++) {
      var files = ModelFiles.open(ModelFlags.find(named.get(i).model));
      others.add(new ModelAverage.Part(files, weights[i]));
    }
    var files = ModelFiles.open(ModelFlags.find(named.getFirst().model));
    var shared = List.of(Home.ofUser().models());
    var cancellation = Cancellation.create();
    try (var first = BaseModel.open(files, shared, ThreadFlags.backend(0));
        var status = new Status(quiet)) {
      var average = average(first, weights[0], others);
      Interruption.<Boolean, IOException>cancelling(
          cancellation::cancel,
          () -> {
            var pace = new Pace();
            average.write(
                output,
                (stage, done, total) ->
                    status.show(stage, (double) done / total, pace.left(stage, done, total)),
                cancellation);
            return true;
          });
    }
    System.out.println(output);
    return Main.DONE;
  }

  private static ModelAverage average(
      BaseModel first, double weight, List<ModelAverage.Part> others) {
    try {
      return new ModelAverage(first, weight, others);
    } catch (IllegalArgumentException e) {
      throw new RequestException(String.valueOf(e.getMessage()));
    }
  }

  private static Named named(String text) {
    var parts = PART.matcher(text);
    if (Files.exists(ModelFlags.path(text)) || !parts.matches() || parts.group(2) == null) {
      return new Named(text, null);
    }
    try {
      return new Named(parts.group(1), Double.parseDouble(parts.group(2)));
    } catch (NumberFormatException e) {
      throw new RequestException(text + ": expected such as runs/mine/model@0.5");
    }
  }

  private static double[] weights(List<Named> named) {
    long told = named.stream().filter(one -> one.weight != null).count();
    if (told != 0 && told != named.size()) {
      throw new RequestException(
          "some models have a weight and some have none; give all of them one, or none");
    }
    return named.stream()
        .mapToDouble(one -> one.weight == null ? 1.0 / named.size() : one.weight)
        .toArray();
  }
}
