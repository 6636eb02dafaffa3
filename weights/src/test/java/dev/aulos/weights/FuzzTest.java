package dev.aulos.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Broken files are refused as broken files, or read; nothing else may happen.
class FuzzTest {
  private static final int SHORT = 2_000;
  private static final int LONG = 10_000;

  @TempDir Path folder;

  /// Something that reads a file and all that is in it.
  private interface Reader {
    void read(Path file) throws IOException;
  }

  @Test
  void mutatedSafetensorsAreRefusedOrRead() throws IOException {
    fuzz(safetensors(), FuzzTest::readCheckpoint, SHORT, 11);
  }

  @Test
  void mutatedTorchFilesAreRefusedOrRead() throws IOException {
    fuzz(torch(), FuzzTest::readCheckpoint, SHORT, 12);
  }

  @Test
  void mutatedArraysAreRefusedOrRead() throws IOException {
    fuzz(npy(), FuzzTest::readArray, SHORT, 13);
    fuzz(npz(), file -> readAll(Npz.open(file)), SHORT / 4, 14);
  }

  @Test
  void mutatedIndicesAreRefusedOrRead() throws IOException {
    Files.write(folder.resolve("a.safetensors"), safetensors());
    var index = "{\"weight_map\":{\"x\":\"a.safetensors\",\"layer.ü\":\"a.safetensors\"}}";
    fuzz(index.getBytes(), file -> readAll(Safetensors.openSharded(file)), SHORT / 4, 15);
  }

  @Test
  @Tag("long-fuzz")
  void manyMutatedFilesAreRefusedOrRead() throws IOException {
    fuzz(safetensors(), FuzzTest::readCheckpoint, LONG, 21);
    fuzz(torch(), FuzzTest::readCheckpoint, LONG, 22);
    fuzz(npy(), FuzzTest::readArray, LONG, 23);
    fuzz(npz(), file -> readAll(Npz.open(file)), LONG, 24);
  }

  private void fuzz(byte[] sound, Reader reader, int rounds, long seed) throws IOException {
    var file = folder.resolve("fuzzed");
    Files.write(file, sound);
    reader.read(file);
    var random = new Random(seed);
    int refused = 0;
    for (int round = 0; round < rounds; round++) {
      Files.delete(file); // to cut a file that is still mapped would be slow
      Files.write(file, mutate(sound, random));
      try {
        reader.read(file);
      } catch (IOException | UncheckedIOException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("round " + round + " of seed " + seed, e);
      }
    }
    assertThat(refused).as("refused of " + rounds).isBetween(rounds / 20, rounds);
  }

  private static byte[] mutate(byte[] sound, Random random) {
    var bytes = sound.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(7)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] = (byte) "0123456789,:[]{}\"-e.()".charAt(random.nextInt(22));
        case 3 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        case 4 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(20));
        case 5 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 8), (byte) -random.nextInt(2));
        default -> {
          int from = random.nextInt(bytes.length);
          int n = Math.min(1 + random.nextInt(40), bytes.length - Math.max(at, from));
          System.arraycopy(bytes, from, bytes, at, n);
        }
      }
    }
    return bytes;
  }

  private static void readCheckpoint(Path file) throws IOException {
    readAll(Checkpoint.open(file));
  }

  private static void readArray(Path file) throws IOException {
    touch(Npy.read(file));
  }

  private static void readAll(Weights weights) {
    for (var path : weights.paths()) {
      weights.shape(path);
      weights.region(path);
      touch(weights.get(path));
    }
  }

  private static void touch(NdArray array) {
    var bytes = array.bytes();
    long sum = 0;
    while (bytes.hasRemaining()) {
      sum += bytes.get();
    }
    assertThat(sum).isBetween(-128L * bytes.limit(), 127L * bytes.limit());
  }

  private byte[] safetensors() throws IOException {
    var file = folder.resolve("sound.safetensors");
    new SafetensorsWriter()
        .note("a", "b")
        .add("x", NdArray.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3))
        .add("layer.ü", NdArray.of(new long[] {7, 8}, 2))
        .write(file);
    return Files.readAllBytes(file);
  }

  private static byte[] torch() {
    var pickle = new PickleBytes().op('}').text("state_dict").op('}');
    pickle.text("a").vector("FloatStorage", "0", 6).op('s');
    pickle.text("b").tensor("FloatStorage", "0", 6, 1, new long[] {2, 2}, new long[] {1, 2});
    pickle.op('s').text("c").vector("LongStorage", "1", 3).op('s', 's', 'q', 1);
    pickle.text("o").op(']').number(1L << 40).op('a', 's');
    return ZipBytes.torch(pickle)
        .stored("archive/byteorder", "little".getBytes())
        .stored("archive/data/0", ZipBytes.floats(1, 2, 3, 4, 5, 6))
        .deflated("archive/data/1", new byte[24])
        .bytes();
  }

  private static byte[] npy() {
    var header = "{'descr': '<f4', 'fortran_order': True, 'shape': (3, 2), }\n";
    return NpyTest.npy(1, header, ZipBytes.floats(1, 2, 3, 4, 5, 6));
  }

  private byte[] npz() throws IOException {
    var file = folder.resolve("sound.npz");
    var x = NdArray.of(new float[] {1, 2, 3}, 3);
    Npz.write(file, Map.of("x", x, "y", x));
    return Files.readAllBytes(file);
  }
}
