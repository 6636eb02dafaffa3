package dev.aulos.engine.adapters;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.weights.SafetensorsWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Files of adapters, written for tests.
public final class AdapterFile {
  private final SafetensorsWriter writer = new SafetensorsWriter();

  private AdapterFile() {}

  /// One with this `lora_config`; none if empty.
  public static AdapterFile of(String config) {
    var file = new AdapterFile();
    if (!config.isEmpty()) {
      file.writer.note("lora_config", config);
    }
    return file;
  }

  /// With a factor of a module.
  public AdapterFile with(String module, String factor, NdArray values) {
    writer.add(module + ".parametrizations.weight.0." + factor, values);
    return this;
  }

  /// With a tensor of any name.
  public AdapterFile with(String name) {
    return withTensor(name, NdArray.zeros(DType.F32, 1));
  }

  /// With a tensor of any name.
  AdapterFile withTensor(String name, NdArray values) {
    writer.add(name, values);
    return this;
  }

  /// Writes it.
  public Path write(Path file) throws IOException {
    writer.write(file);
    return file;
  }

  /// What `torch.save` makes of `{"state_dict": {name: tensor …}}`, and of a `lora_config` beside
  /// it if asked for; every tensor is F32 with two axes.
  static Path pickled(Path file, boolean config, String[] names, NdArray[] tensors)
      throws IOException {
    var pickle = new ByteArrayOutputStream();
    text(pickle, "\u0080\u0002}(");
    word(pickle, "state_dict");
    text(pickle, "}(");
    for (int i = 0; i < names.length; i++) {
      word(pickle, names[i]);
      tensor(pickle, Integer.toString(i), tensors[i]);
    }
    text(pickle, "u");
    if (config) {
      word(pickle, "lora_config");
      text(pickle, "}(");
      word(pickle, "rank");
      text(pickle, "K\u0002u");
    }
    text(pickle, "u.");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setMethod(ZipOutputStream.STORED);
      entry(zip, "a/data.pkl", pickle.toByteArray());
      for (int i = 0; i < tensors.length; i++) {
        var bytes = new byte[tensors[i].bytes().remaining()];
        tensors[i].bytes().get(bytes);
        entry(zip, "a/data/" + i, bytes);
      }
    }
    return file;
  }

  private static void tensor(OutputStream out, String storage, NdArray values) throws IOException {
    text(out, "ctorch._utils\n_rebuild_tensor_v2\n((");
    word(out, "storage");
    text(out, "ctorch\nFloatStorage\n");
    word(out, storage);
    word(out, "cpu");
    text(out, "K" + (char) values.size() + "tQK\u0000");
    text(out, "K" + (char) values.dim(0) + "K" + (char) values.dim(1) + "\u0086");
    text(out, "K" + (char) values.dim(1) + "K\u0001\u0086\u0089ccollections\nOrderedDict\n)RtR");
  }

  private static void word(OutputStream out, String word) throws IOException {
    text(out, "X" + (char) word.length() + "\0\0\0" + word);
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    var entry = new ZipEntry(name);
    var crc = new CRC32();
    crc.update(bytes);
    entry.setCrc(crc.getValue());
    entry.setSize(bytes.length);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
