package dev.aulos.cli.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/// One file on its way from the hub. It grows in `<file>.part`, with the hub's etag beside it in
/// `<file>.part.etag`, and gets its name once it is whole and its checksum right. Whatever ends the
/// way early leaves a part from which the next try goes on.
public final class Download {
  private static final int FRUITLESS_TRIES = 3;
  private static final int LONGEST_TAG = 1000;
  private static final Duration STALLED = Duration.ofSeconds(60);

  private final Hub hub;
  private final RemoteFile remote;
  private final Path file;
  private final Path part;
  private final Path tag;

  /// A way from `remote` to `file`, whose folder exists.
  public Download(Hub hub, RemoteFile remote, Path file) {
    this.hub = hub;
    this.remote = remote;
    this.file = file;
    part = file.resolveSibling(file.getFileName() + ".part");
    tag = file.resolveSibling(file.getFileName() + ".part.etag");
  }

  /// Whether the file is there already, whole and right.
  public boolean isDone() throws IOException {
    if (!Files.isRegularFile(file) || remote.size().orElse(-1) != Files.size(file)) {
      return false;
    }
    return remote.sha256().isEmpty() || remote.sha256().get().equals(sha256(file));
  }

  /// Bytes of an earlier try that need not be loaded again.
  public long position() throws IOException {
    return Files.isRegularFile(tag) ? position(Files.readString(tag)) : 0;
  }

  private long position(String etag) throws IOException {
    if (!Files.isRegularFile(part) || etag.isEmpty() || !etag.equals(remote.etag())) {
      return 0;
    }
    long size = Files.size(part);
    return remote.size().isEmpty() || size <= remote.size().getAsLong() ? size : 0;
  }

  /// Loads what is missing, checks it, and puts it in its place.
  ///
  /// @param at is told the bytes that are there, every now and then
  /// @param pause between a broken connection and the next try
  public void run(LongConsumer at, Duration pause) throws IOException {
    // All of the tag goes through one channel: closing a second one would end the lock.
    try (var own =
        FileChannel.open(
            tag, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (own.tryLock() == null) {
        throw new IOException(file + ": another program is loading it right now");
      }
      long position = position(read(own));
      if (position == 0) {
        Files.deleteIfExists(part);
        own.truncate(0);
        own.write(ByteBuffer.wrap(remote.etag().getBytes(StandardCharsets.UTF_8)), 0);
      }
      loadAll(position, at, pause);
      check();
      move();
    }
  }

  private static String read(FileChannel tag) throws IOException {
    var bytes = ByteBuffer.allocate(LONGEST_TAG);
    tag.read(bytes, 0);
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  private void loadAll(long from, LongConsumer at, Duration pause) throws IOException {
    long position = from;
    int fruitless = 0;
    while (!load(position, at)) {
      long now = sizeOfPart();
      fruitless = now > position ? 0 : fruitless + 1;
      position = now;
      if (fruitless == FRUITLESS_TRIES) {
        throw new IOException(
            file.getFileName()
                + ": the connection broke after "
                + position
                + " bytes; run the same command again to go on from there");
      }
      pause(pause);
    }
  }

  private long sizeOfPart() throws IOException {
    try {
      return Files.size(part);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private static void pause(Duration pause) throws IOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// Loads from `position` to the end; false if the connection broke on the way.
  private boolean load(long position, LongConsumer at) throws IOException {
    if (position > 0 && position == remote.size().orElse(-1)) {
      return true;
    }
    var answer = hub.open(remote, position);
    try (var in = answer.body();
        var out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      requireSame(Hub.etag(answer).orElse(""), answer.statusCode());
      boolean continues = answer.statusCode() == 206 && isFrom(position, answer);
      long start = continues ? position : 0;
      out.truncate(start);
      out.position(start);
      if (answer.statusCode() == 416 || (answer.statusCode() == 206 && !continues)) {
        return false;
      }
      return copy(in, out, at) && isWhole(out.size());
    }
  }

  private boolean isWhole(long size) {
    return remote.size().isEmpty() || size >= remote.size().getAsLong();
  }

  private void requireSame(String etag, int status) throws IOException {
    boolean isHash = remote.sha256().isPresent() && etag.length() == 64; // others are the mirror's
    if (status != 416 && isHash && !etag.equals(remote.etag())) {
      throw new IOException(
          remote.name() + " has changed on the hub just now; run the same command again");
    }
  }

  private static boolean isFrom(long position, HttpResponse<?> answer) {
    var range = answer.headers().firstValue("Content-Range").orElse("");
    return range.startsWith("bytes " + position + "-");
  }

  /// Copies to the end; false if the connection broke on the way. Failures to write are thrown.
  private static boolean copy(InputStream in, FileChannel out, LongConsumer at) throws IOException {
    var buffer = new byte[1 << 16];
    try (var guard = new StallGuard(in, STALLED)) {
      while (true) {
        int read;
        try {
          read = in.read(buffer);
        } catch (IOException e) {
          return false;
        }
        if (read < 0) {
          return true;
        }
        guard.moved();
        var bytes = ByteBuffer.wrap(buffer, 0, read);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        at.accept(out.position());
      }
    }
  }

  private void check() throws IOException {
    long size = Files.size(part);
    if (remote.size().isPresent() && size != remote.size().getAsLong()) {
      throw broken(size + " bytes, expected " + remote.size().getAsLong());
    }
    if (remote.sha256().isPresent()) {
      var sum = sha256(part);
      if (!sum.equals(remote.sha256().get())) {
        throw broken("SHA-256 " + sum + ", expected " + remote.sha256().get());
      }
    }
  }

  private IOException broken(String what) throws IOException {
    Files.deleteIfExists(part);
    Files.deleteIfExists(tag);
    return new IOException(
        file.getFileName() + ": what came is broken (" + what + "); it is deleted, try again");
  }

  private static String sha256(Path file) throws IOException {
    try (var in = FileChannel.open(file)) {
      var digest = MessageDigest.getInstance("SHA-256");
      var buffer = ByteBuffer.allocate(1 << 20);
      while (in.read(buffer) >= 0) {
        digest.update(buffer.flip());
        buffer.clear();
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private void move() throws IOException {
    try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(tag);
  }
}
