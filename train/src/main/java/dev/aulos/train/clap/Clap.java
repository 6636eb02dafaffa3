package dev.aulos.train.clap;

import com.google.gson.JsonParseException;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.models.config.UnsupportedModelException;
import dev.aulos.train.FlowNetworks;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.SafetensorsWriter;
import dev.aulos.weights.WeightContract;
import dev.aulos.weights.WeightFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A trained CLAP beside the model whose latents and texts it knows.
///
/// @param values its parameters, by path
public record Clap(ClapNetworks networks, Map<String, NdArray> values) {
  /// The name of the exported file.
  public static final String FILE = "clap.safetensors";

  private static final String CONFIG = "clap_config";

  /// Reads what [ClapTask] exported.
  ///
  /// @throws WeightFormatException if the file is broken, is no CLAP, or goes with another model
  public static Clap open(Path file, FlowNetworks flow) throws IOException {
    var stored = Safetensors.open(file);
    var networks = networks(file, stored.metadata().get(CONFIG), flow);
    var shapes = new LinkedHashMap<String, long[]>();
    networks.parameters().forEach((path, shape) -> shapes.put(path, shape.fixed()));
    try {
      WeightContract.of(shapes, ClapNetworks.PREFIX).check(stored);
    } catch (WeightFormatException e) {
      throw new WeightFormatException(
          e.getMessage()
              + "; it goes with another model, expected what 'aulos train clap' makes beside this"
              + " one");
    }
    var values = new LinkedHashMap<String, NdArray>();
    shapes.keySet().forEach(path -> values.put(path, stored.get(path).toF32()));
    return new Clap(networks, values);
  }

  private static ClapNetworks networks(Path file, @Nullable String json, FlowNetworks flow)
      throws WeightFormatException {
    if (json == null) {
      throw new WeightFormatException(
          file + ": says no '" + CONFIG + "', expected a file that 'aulos train clap' made");
    }
    try {
      return new ClapNetworks(flow, ClapConfig.of(file + ": " + CONFIG, json));
    } catch (JsonParseException | UnsupportedModelException | IllegalArgumentException e) {
      throw new WeightFormatException(file + ": " + e.getMessage());
    }
  }

  /// Writes [#FILE].
  static void write(Path folder, ClapNetworks networks, Weights weights) throws IOException {
    var writer = new SafetensorsWriter().note(CONFIG, networks.config().json());
    networks.parameters().keySet().forEach(path -> writer.add(path, weights.get(path)));
    writer.write(folder.resolve(FILE));
  }
}
