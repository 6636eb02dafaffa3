package dev.aulos.engine.verify;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.aulos.engine.noise.TorchRandom;
import dev.aulos.graph.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Cases of the random number generator: single draws and draws after one another, bit for bit.
final class RandomCase {
  private RandomCase() {}

  static List<Check> run(ReferenceCase reference) throws IOException {
    var golden = reference.weights("golden.safetensors");
    var checks = new ArrayList<Check>();
    for (var entry : reference.json().getAsJsonObject("runs").entrySet()) {
      var run = entry.getValue().getAsJsonObject();
      boolean same =
          run.has("shapes")
              ? matchesOneAfterAnother(entry.getKey(), run, golden)
              : matches(entry.getKey(), run, golden);
      checks.add(new Check(entry.getKey(), same ? 0 : Double.POSITIVE_INFINITY, 0));
    }
    return checks;
  }

  private static boolean matchesOneAfterAnother(String name, JsonObject run, Weights golden) {
    var random = TorchRandom.ofSeed(run.get("seed").getAsLong());
    var shapes = run.getAsJsonArray("shapes");
    for (int i = 0; i < shapes.size(); i++) {
      var draw = random.draw(size(shapes.get(i).getAsJsonArray()));
      if (!Arrays.equals(draw, golden.get(name + "/draw_" + i).toFloats())) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(String name, JsonObject run, Weights golden) {
    var random = TorchRandom.ofSeed(run.get("seed").getAsLong());
    var draw = new float[size(run.getAsJsonArray("shape"))];
    boolean uniform = run.has("call") && run.get("call").getAsString().startsWith("uniform");
    if (uniform) {
      random.fillUniform(draw);
    } else {
      random.fill(draw);
    }
    if (!run.has("stored")) {
      return Arrays.equals(draw, golden.get(name).toFloats());
    }
    var head = golden.get(name + "/head").toFloats();
    var tail = golden.get(name + "/tail").toFloats();
    return Arrays.equals(head, Arrays.copyOf(draw, head.length))
        && Arrays.equals(tail, Arrays.copyOfRange(draw, draw.length - tail.length, draw.length));
  }

  private static int size(JsonArray shape) {
    int size = 1;
    for (var extent : shape) {
      size *= extent.getAsInt();
    }
    return size;
  }
}
