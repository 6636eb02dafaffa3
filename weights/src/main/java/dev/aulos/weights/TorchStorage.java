package dev.aulos.weights;

import dev.aulos.graph.FileRegion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The bytes of one storage in a torch archive, shared by the tensors that are windows on it.
final class TorchStorage {
  private final ZipMember member;
  private final ByteOrder order;
  private final Optional<FileRegion> region;
  private @Nullable ByteBuffer inflated;

  TorchStorage(ZipMember member, ByteOrder order) throws IOException {
    this.member = member;
    this.order = order;
    this.region = member.isStored() ? Optional.of(member.region()) : Optional.empty();
  }

  /// The number of bytes.
  long bytes() {
    return member.bytes();
  }

  /// The byte order of the numbers.
  ByteOrder order() {
    return order;
  }

  /// Where some of the bytes lie in the file, if they are not packed.
  Optional<FileRegion> region(long from, long length) {
    return region.map(r -> new FileRegion(r.file(), r.offset() + from, length));
  }

  /// Some of the bytes: mapped if they are stored, else inflated once for all windows.
  ByteBuffer read(long from, long length) throws IOException {
    var stored = region(from, length);
    if (stored.isPresent()) {
      return FileBytes.map(stored.get().file(), stored.get().offset(), length).order(order);
    }
    return FileBytes.slice(inflate(), (int) from, (int) (from + length)).order(order);
  }

  private synchronized ByteBuffer inflate() throws IOException {
    var bytes = inflated;
    if (bytes == null) {
      bytes = member.read(Integer.MAX_VALUE);
      inflated = bytes;
    }
    return bytes;
  }
}
