package dev.aulos.audio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A file that appears under its name whole, or not at all: it is written beside its place and
/// moved there. Closing it before [#commit] leaves what was there before.
final class AtomicFile implements Closeable {
  private static final int MAX_NAMES = 1000;

  private final Path target;
  private final Path part;
  private final FileChannel channel;
  private boolean isCommitted;

  private AtomicFile(Path target, Path part, FileChannel channel) {
    this.target = target;
    this.part = part;
    this.channel = channel;
  }

  static AtomicFile create(Path file) throws IOException {
    var target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new IOException(
          file + " is a folder or a device and cannot be replaced; write to a stream instead");
    }
    for (int i = 0; i < MAX_NAMES; i++) {
      var part = target.resolveSibling(".aulos-" + i + ".part");
      var channel = openNew(part);
      if (channel.isPresent()) {
        return new AtomicFile(target, part, channel.get());
      }
    }
    throw new IOException(
        "too many unfinished files .aulos-*.part in " + target.getParent() + "; delete them");
  }

  /// The new file; none if the name is taken by another writer, or by one that was killed.
  private static Optional<FileChannel> openNew(Path part) throws IOException {
    try {
      return Optional.of(
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (FileAlreadyExistsException taken) {
      return Optional.empty();
    }
  }

  void write(byte[] bytes) throws IOException {
    writeFully(ByteBuffer.wrap(bytes));
  }

  /// Replaces the file's first bytes.
  void rewriteStart(byte[] bytes) throws IOException {
    long end = channel.position();
    channel.position(0);
    writeFully(ByteBuffer.wrap(bytes));
    channel.position(end);
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /// Puts the file in its place once its bytes are on the disk.
  void commit() throws IOException {
    channel.force(true);
    channel.close();
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
    isCommitted = true;
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      if (!isCommitted) {
        Files.deleteIfExists(part);
      }
    }
  }
}
