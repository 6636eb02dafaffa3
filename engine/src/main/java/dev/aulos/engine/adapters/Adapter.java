package dev.aulos.engine.adapters;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.aulos.engine.files.JsonFile;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.models.config.Section;
import dev.aulos.models.config.UnsupportedModelException;
import dev.aulos.weights.Checkpoint;
import dev.aulos.weights.Fingerprint;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.WeightFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// An adapter's file: the factors it stores for each module it adapts, in the official layout or
/// that of the PEFT library.
public final class Adapter {
  private static final String PEFT_CONFIG = "adapter_config.json";
  private static final String CONFIG = "lora_config";

  private final Path file;
  private final String fingerprint;
  private final AdapterConfig config;
  private final Weights stored;
  private final Map<String, Map<Factor, String>> modules;

  private Adapter(
      Path file,
      String fingerprint,
      AdapterConfig config,
      Weights stored,
      Map<String, Map<Factor, String>> modules) {
    this.file = file;
    this.fingerprint = fingerprint;
    this.config = config;
    this.stored = stored;
    this.modules = Collections.unmodifiableMap(modules);
  }

  /// Opens a safetensors file, whose metadata says in `lora_config` what it is, or what
  /// `torch.save` wrote.
  ///
  /// A pickled `lora_config` is not read: beside such a file its content is expected as
  /// `<name>.json`. Files that say nothing are plain LoRA. What PEFT wrote is described by the
  /// `adapter_config.json` beside it; without one its matrices are not scaled.
  ///
  /// @throws WeightFormatException if the file is broken, or holds what its kind has no use for
  /// @throws UnsupportedModelException if its configuration is not supported
  public static Adapter read(Path file) throws IOException {
    var stored = Checkpoint.open(file);
    var keys = keys(file, stored);
    boolean isPeft = keys.values().stream().anyMatch(key -> key.layout() == AdapterKey.Layout.PEFT);
    var config = isPeft ? peftConfig(file, keys.values()) : config(file, stored);
    var modules = modules(file, keys, config.kind());
    return new Adapter(file, Fingerprint.quick(file), config, stored, modules);
  }

  private static AdapterConfig config(Path file, Checkpoint stored) throws IOException {
    if (stored.origin().kind() == Checkpoint.Kind.SAFETENSORS) {
      var text = Safetensors.open(file).metadata().get(CONFIG);
      return text == null ? AdapterConfig.ABSENT : parsed(file + ": " + CONFIG, text);
    }
    var beside = beside(file);
    if (Files.isRegularFile(beside)) {
      return AdapterConfig.of(Section.of(beside.toString(), JsonFile.read(beside)));
    }
    if (stored.ignored().contains(CONFIG)) {
      throw new WeightFormatException(
          file
              + ": its "
              + CONFIG
              + " is pickled, which is not read; write it as JSON into "
              + beside.getFileName()
              + " beside it, such as {\"adapter_type\": \"dora-rows\", \"rank\": 16, \"alpha\":"
              + " 16}");
    }
    return AdapterConfig.ABSENT;
  }

  private static Path beside(Path file) {
    var name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return file.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".json");
  }

  private static AdapterConfig parsed(String place, String text) throws WeightFormatException {
    try {
      return AdapterConfig.of(Section.of(place, JsonParser.parseString(text)));
    } catch (JsonParseException | NumberFormatException e) {
      throw new WeightFormatException(place + ": is not JSON: " + e.getMessage());
    }
  }

  /// What each tensor is, by its name.
  private static Map<String, AdapterKey> keys(Path file, Weights stored)
      throws WeightFormatException {
    var keys = new LinkedHashMap<String, AdapterKey>();
    for (var path : stored.paths()) {
      var key = AdapterKey.of(path);
      if (key.isEmpty()) {
        throw new WeightFormatException(
            file
                + ": tensor '"
                + path
                + "' is unknown; expected '<module>.parametrizations.weight.0.<factor>', or"
                + " 'base_model.model.<module>.lora_A.weight' and others of PEFT");
      }
      keys.put(path, key.get());
    }
    return keys;
  }

  private static AdapterConfig peftConfig(Path file, Collection<AdapterKey> keys)
      throws IOException {
    boolean hasMagnitudes = keys.stream().anyMatch(key -> key.factor() == Factor.MAGNITUDE);
    var beside = file.resolveSibling(PEFT_CONFIG);
    if (!Files.isRegularFile(beside)) {
      return AdapterConfig.absentOfPeft(hasMagnitudes);
    }
    var section = Section.of(beside.toString(), JsonFile.read(beside));
    return AdapterConfig.ofPeft(section, hasMagnitudes);
  }

  private static Map<String, Map<Factor, String>> modules(
      Path file, Map<String, AdapterKey> keys, AdapterKind kind) throws WeightFormatException {
    var modules = new LinkedHashMap<String, Map<Factor, String>>();
    for (var entry : keys.entrySet()) {
      var key = entry.getValue();
      var factors = modules.computeIfAbsent(key.module(), m -> new EnumMap<>(Factor.class));
      var other = factors.put(key.factor(), entry.getKey());
      if (other != null) {
        throw new WeightFormatException(
            file + ": tensors '" + other + "' and '" + entry.getKey() + "' are the same factor");
      }
    }
    for (var module : modules.entrySet()) {
      check(file, kind, module.getKey(), module.getValue());
    }
    return modules;
  }

  private static void check(Path file, AdapterKind kind, String module, Map<Factor, String> factors)
      throws WeightFormatException {
    for (var factor : kind.required()) {
      if (!factors.containsKey(factor)) {
        throw new WeightFormatException(
            file + ": module '" + module + "' has no " + factor.key() + expected(kind));
      }
    }
    for (var factor : factors.keySet()) {
      if (!kind.required().contains(factor) && !kind.optional().contains(factor)) {
        throw new WeightFormatException(
            file + ": tensor '" + factors.get(factor) + "' has no meaning here" + expected(kind));
      }
    }
    if (factors.containsKey(Factor.U) != factors.containsKey(Factor.V)) {
      throw new WeightFormatException(
          file + ": module '" + module + "' has U or V, expected both or none");
    }
  }

  private static String expected(AdapterKind kind) {
    var keys = new StringBuilder();
    for (var factor : kind.required()) {
      keys.append(keys.length() == 0 ? "; adapters of its kind have " : ", ").append(factor.key());
    }
    return keys.toString();
  }

  /// Where it lies.
  public Path file() {
    return file;
  }

  /// What tells it from other files.
  public String fingerprint() {
    return fingerprint;
  }

  AdapterConfig config() {
    return config;
  }

  /// The stored factors, by module.
  Map<String, Map<Factor, String>> modules() {
    return modules;
  }

  NdArray tensor(String path) {
    return stored.get(path);
  }

  long[] shape(String path) {
    return stored.shape(path);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
