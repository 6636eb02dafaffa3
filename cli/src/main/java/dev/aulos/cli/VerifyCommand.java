package dev.aulos.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.aulos.engine.RequestException;
import dev.aulos.engine.verify.Check;
import dev.aulos.engine.verify.ReferenceCase;
import dev.aulos.engine.verify.Verifier;
import dev.aulos.graph.Backend;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.onnx.OrtBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aulos verify`: reference cases, run and compared.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Run reference cases from a folder and compare with what the official code made.")
final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "A folder with case.json files below it.")
  private Path folder = Path.of("");

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "onnx",
      description = "onnx, or reference: the readable one. Default: ${DEFAULT-VALUE}.")
  private String backend = "onnx";

  @Option(names = "--json", description = "Print one JSON object with every comparison.")
  private boolean json;

  private final JsonArray results = new JsonArray();
  private int failed;
  private int unknown;
  private int compared;

  @Override
  public Integer call() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new RequestException(folder + ": no such folder");
    }
    var cases = ReferenceCase.below(folder);
    if (cases.isEmpty()) {
      throw new RequestException(folder + ": no case.json in it or below it");
    }
    var verifier = new Verifier(open());
    if (!json) {
      System.out.printf("%-36s %7s %16s %7s%n", "case", "checks", "worst/tolerance", "time");
    }
    for (var reference : cases) {
      run(verifier, reference);
    }
    if (json) {
      System.out.println(new GsonBuilder().setPrettyPrinting().create().toJson(results));
    } else {
      System.out.printf(
          "%d comparisons, %d failed; %d cases of kinds this program does not run%n",
          compared, failed, unknown);
    }
    return failed == 0 && compared > 0 ? Main.DONE : Main.FAILED;
  }

  private Backend open() {
    return switch (backend) {
      case "onnx" -> new OrtBackend();
      case "reference" -> new ReferenceBackend();
      default -> throw new RequestException("--backend " + backend + ": expected onnx, reference");
    };
  }

  private void run(Verifier verifier, ReferenceCase reference) throws IOException {
    if (!verifier.knows(reference)) {
      unknown++;
      if (!json) {
        System.out.printf("%-36s %s%n", reference.name(), "not run: of no kind known here");
      }
      return;
    }
    long start = System.nanoTime();
    var checks = verifier.run(reference);
    double seconds = (System.nanoTime() - start) / 1e9;
    long bad = checks.stream().filter(c -> !c.passed()).count();
    compared += checks.size();
    failed += (int) bad;
    if (json) {
      results.add(json(reference, checks, seconds));
    } else {
      print(reference, checks, bad, seconds);
    }
  }

  private static void print(ReferenceCase reference, List<Check> checks, long bad, double seconds) {
    double worst = checks.stream().mapToDouble(VerifyCommand::share).max().orElse(0);
    System.out.printf(
        Locale.ROOT,
        "%-36s %7d %16.2f %5.1f s  %s%n",
        reference.name(),
        checks.size(),
        worst,
        seconds,
        bad == 0 ? "ok" : bad + " FAILED");
    for (var check : checks) {
      if (!check.passed()) {
        System.out.printf(
            Locale.ROOT,
            "    %s: difference %.3g, tolerance %.3g%n",
            check.what(),
            check.difference(),
            check.tolerance());
      }
    }
  }

  /// The part of the tolerance that a difference takes; exact values have neither.
  private static double share(Check check) {
    return check.difference() == 0 ? 0 : check.difference() / check.tolerance();
  }

  private static JsonObject json(ReferenceCase reference, List<Check> checks, double seconds) {
    var entry = new JsonObject();
    entry.addProperty("case", reference.name());
    entry.addProperty("kind", reference.kind());
    entry.addProperty("seconds", seconds);
    var list = new JsonArray();
    for (var check : checks) {
      var one = new JsonObject();
      one.addProperty("what", check.what());
      one.addProperty("difference", Double.toString(check.difference()));
      one.addProperty("tolerance", check.tolerance());
      one.addProperty("passed", check.passed());
      list.add(one);
    }
    entry.add("checks", list);
    return entry;
  }
}
