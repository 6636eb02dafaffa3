package dev.aulos.weights;

import dev.aulos.graph.Weights;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A file made by `torch.save`: a zip of one pickle, which says what there is, and one entry for
/// each storage.
///
/// The tensors are those of `state_dict` if the pickle has one, else those at its top. `ignored`
/// names what else there is.
record TorchFile(Weights weights, List<String> ignored) {
  private static final String PICKLE = "/data.pkl";
  private static final int LEGACY_MAGIC = 0x0a8a0280;

  /// Opens a file; its directory and its pickle are read, the tensors are not.
  static TorchFile open(Path file) throws IOException {
    refuseLegacy(file);
    var members = ZipDirectory.read(file);
    return new Reader(file, members, root(file, members)).read();
  }

  /// Whether the file begins as files of `torch.save` do, new ones or old ones.
  static boolean isTorch(Path file) throws IOException {
    int magic = magic(file);
    return magic == LEGACY_MAGIC || (magic & 0xffff) == 0x4b50;
  }

  private static int magic(Path file) throws IOException {
    try (var channel = FileChannel.open(file)) {
      return channel.size() < 4 ? 0 : FileBytes.read(channel, 0, 4).getInt();
    }
  }

  private static void refuseLegacy(Path file) throws IOException {
    if (magic(file) == LEGACY_MAGIC) {
      throw WeightFormatException.at(
          file,
          0,
          "a torch file of the old format, before torch 1.6; save it anew in Python with"
              + " torch.save(torch.load(f), f) or as safetensors");
    }
  }

  private static String root(Path file, Map<String, ZipMember> members)
      throws WeightFormatException {
    for (var name : members.keySet()) {
      if (name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length()) {
        return name.substring(0, name.length() - PICKLE.length() + 1);
      }
    }
    throw WeightFormatException.in(
        file, "a zip without data.pkl; expected a file made by torch.save");
  }

  /// Turns the pickle's values into tensors.
  private static final class Reader {
    private final Path file;
    private final Map<String, ZipMember> members;
    private final String root;
    private final Map<String, TorchStorage> storages = new HashMap<>();
    private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();
    private final List<String> ignored = new ArrayList<>();

    Reader(Path file, Map<String, ZipMember> members, String root) {
      this.file = file;
      this.members = members;
      this.root = root;
    }

    TorchFile read() throws IOException {
      var pickle = member("data.pkl");
      var top = Unpickler.read(file, pickle.region().offset(), pickle.read(Unpickler.MAX_BYTES));
      if (!(top instanceof Pickled.Dict dict)) {
        throw WeightFormatException.in(file, "holds no dictionary of tensors");
      }
      var state = dict.get("state_dict");
      if (state.isPresent() && state.get() instanceof Pickled.Dict inner) {
        dict.entries.stream()
            .filter(e -> e.value() != inner)
            .forEach(e -> ignored.add(key(e.key())));
        addTensors(inner);
      } else {
        addTensors(dict);
      }
      if (tensors.isEmpty()) {
        throw WeightFormatException.in(
            file, "holds no tensors at its top or in 'state_dict', but " + ignored);
      }
      return new TorchFile(new TensorTable(file.toString(), tensors), List.copyOf(ignored));
    }

    private void addTensors(Pickled.Dict dict) throws IOException {
      var order = byteOrder();
      for (var entry : dict.entries) {
        var name = key(entry.key());
        if (entry.key() instanceof Pickled.Text && entry.value() instanceof Pickled.Tensor t) {
          tensors.put(name, TorchTensor.of(file, name, t, storage(name, t.storage, order)));
        } else {
          ignored.add(name);
        }
      }
    }

    private TorchStorage storage(String tensor, Pickled.Storage wanted, ByteOrder order)
        throws IOException {
      var known = storages.get(wanted.key());
      if (known == null) {
        known = new TorchStorage(member("data/" + wanted.key()), order);
        storages.put(wanted.key(), known);
      }
      long elements = wanted.elements();
      if (wanted.type().isPresent()
          && (elements != known.bytes() / wanted.type().get().bytes()
              || known.bytes() % wanted.type().get().bytes() != 0)) {
        throw WeightFormatException.in(
            file,
            String.format(
                "tensor '%s': storage '%s' has %d bytes, expected %d elements of %s",
                tensor, wanted.key(), known.bytes(), elements, wanted.typeName()));
      }
      return known;
    }

    private ByteOrder byteOrder() throws IOException {
      var entry = members.get(root + "byteorder");
      if (entry == null) {
        return ByteOrder.LITTLE_ENDIAN;
      }
      var bytes = entry.read(16);
      var text = StandardCharsets.US_ASCII.decode(bytes).toString();
      return switch (text) {
        case "little" -> ByteOrder.LITTLE_ENDIAN;
        case "big" -> ByteOrder.BIG_ENDIAN;
        default -> throw entry.fault("is '" + text + "', expected 'little' or 'big'");
      };
    }

    private ZipMember member(String name) throws WeightFormatException {
      var member = members.get(root + name);
      if (member == null) {
        throw WeightFormatException.in(file, "has no zip entry '" + root + name + "'");
      }
      return member;
    }

    private static String key(Pickled key) {
      return switch (key) {
        case Pickled.Text(var text) -> text;
        case Pickled.Whole(var number) -> Long.toString(number);
        default -> "(" + key.getClass().getSimpleName() + ")";
      };
    }
  }
}
