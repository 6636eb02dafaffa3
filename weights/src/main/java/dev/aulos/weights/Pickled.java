package dev.aulos.weights;

import dev.aulos.graph.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A value found in a pickle. Nothing here can be run: what we do not know is a [Thing].
sealed interface Pickled {
  /// A string.
  record Text(String value) implements Pickled {}

  /// A whole number that fits 64 bits.
  record Whole(long value) implements Pickled {}

  /// A tuple, list or set.
  final class Sequence implements Pickled {
    final List<Pickled> items = new ArrayList<>(0);
  }

  /// A dictionary as its entries in order of insertion; a key may occur twice, the last one holds.
  final class Dict implements Pickled {
    final List<Entry> entries = new ArrayList<>(0);

    /// The value of the last entry under a string key.
    Optional<Pickled> get(String key) {
      Optional<Pickled> found = Optional.empty();
      for (var entry : entries) {
        if (entry.key instanceof Text text && text.value.equals(key)) {
          found = Optional.of(entry.value);
        }
      }
      return found;
    }
  }

  /// One pair of a dictionary.
  record Entry(Pickled key, Pickled value) {}

  /// A class or function by name; a name and nothing more.
  record Global(String module, String name) implements Pickled {
    String qualified() {
      return module + "." + name;
    }
  }

  /// A torch storage: numbers in an entry of the archive. An unknown type is empty.
  record Storage(String typeName, Optional<DType> type, String key, long elements)
      implements Pickled {}

  /// A torch tensor: a strided window on a storage. An unknown type is empty.
  final class Tensor implements Pickled {
    final Storage storage;
    final String typeName;
    final Optional<DType> type;
    final long offset;
    final long[] shape;
    final long[] strides;

    Tensor(
        Storage storage,
        String typeName,
        Optional<DType> type,
        long offset,
        List<Long> shape,
        List<Long> strides) {
      this.storage = storage;
      this.typeName = typeName;
      this.type = type;
      this.offset = offset;
      this.shape = Extents.toArray(shape);
      this.strides = Extents.toArray(strides);
    }
  }

  /// Any other value, `None`, `True` and fractions included; inert, whatever is done to it.
  record Thing(String type) implements Pickled {}
}
