package dev.aulos.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("x.npy");
  }

  static byte[] npy(int version, String header, byte[] data) {
    var text = header.getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    out.write(text.length);
    out.write(text.length >> 8);
    if (version > 1) {
      out.writeBytes(new byte[2]);
    }
    out.writeBytes(text);
    out.writeBytes(data);
    return out.toByteArray();
  }

  private NdArray read(int version, String header, byte[] data) throws IOException {
    return Npy.read(Files.write(file, npy(version, header, data)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void readsEveryVersion(int version) throws IOException {
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }  \n";
    assertThat(read(version, header, ZipBytes.floats(1, 2, 3)).toFloats()).containsExactly(1, 2, 3);
  }

  @Test
  void readsColumnMajorAndBigEndian() throws IOException {
    var header = "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }\n";
    assertThat(read(1, header, ZipBytes.floats(1, 4, 2, 5, 3, 6)).toFloats())
        .containsExactly(1, 2, 3, 4, 5, 6);
    var big = ByteBuffer.allocate(4).putShort((short) 258).putShort((short) -1).array();
    var swapped = read(1, "{\"shape\":(2,),\"descr\":\">i2\",\"fortran_order\":False}", big);
    assertThat(swapped.type()).isEqualTo(DType.I16);
    assertThat(swapped.toF32().toFloats()).containsExactly(258, -1);
  }

  @Test
  void readsScalarsAndEmptyArrays() throws IOException {
    var scalar = read(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (), }", new byte[] {9});
    assertThat(scalar.rank()).isZero();
    assertThat(scalar.toF32().toFloats()).containsExactly(9);
    var empty = read(1, "{'descr': '<f8', 'fortran_order': True, 'shape': (0, 4), }", new byte[0]);
    assertThat(empty.shape()).containsExactly(0, 4);
  }

  @Test
  void readsBackWhatItWrites() throws IOException {
    for (var type : DType.values()) {
      if (type == DType.BF16) {
        continue;
      }
      for (long[] shape : new long[][] {{}, {4}, {2, 3}, {2, 0}, {1, 1, 1, 1, 7}}) {
        var array = NdArray.zeros(type, shape);
        for (int i = 0; i < array.bytes().capacity(); i++) {
          array.bytes().put(i, (byte) (i % 2));
        }
        Npy.write(file, array);
        var back = Npy.read(file);
        assertThat(back.type()).isEqualTo(type);
        assertThat(back.shape()).isEqualTo(shape);
        assertThat(back.bytes()).isEqualTo(array.bytes());
        long dataBytes = array.bytes().capacity();
        assertThat((Files.size(file) - dataBytes) % 64).isZero();
      }
    }
    assertThatThrownBy(() -> Npy.write(file, NdArray.zeros(DType.BF16, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BF16");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), 'x': 1}",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (3,)}",
        "{'descr': '', 'fortran_order': False, 'shape': (3,)}",
        "{'descr': '<c8', 'fortran_order': False, 'shape': (3,)}",
        "{'descr': '|O', 'fortran_order': False, 'shape': (3,)}",
        "{'descr': '|f4', 'fortran_order': False, 'shape': (3,)}",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3,)}",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (3,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-3,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (3,,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': 3}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 9999999999)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)} + x",
        "{'descr': '<f4",
        "",
        "__import__('os')"
      })
  void refusesUnsoundHeaders(String header) {
    assertThatThrownBy(() -> read(1, header, ZipBytes.floats(1, 2, 3)))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("x.npy");
  }

  @Test
  void refusesWhatIsNoArray() throws IOException {
    Files.write(file, new byte[3]);
    assertThatThrownBy(() -> Npy.read(file)).isInstanceOf(WeightFormatException.class);
    Files.write(file, npy(4, "{}", new byte[0]));
    assertThatThrownBy(() -> Npy.read(file)).hasMessageContaining("version 4.0");
  }

  @Test
  void readsBackTheArchivesItWrites() throws IOException {
    var npz = folder.resolve("x.npz");
    var a = NdArray.of(new float[] {1, 2, 3}, 3);
    var b = NdArray.of(new long[] {4, 5}, 1, 2);
    Npz.write(npz, Map.of("b/c", b, "a", a));
    var back = Npz.open(npz);
    assertThat(back.paths()).containsExactly("a", "b/c");
    assertThat(back.get("a").toFloats()).containsExactly(1, 2, 3);
    assertThat(back.get("b/c").longs()).isEqualTo(b.longs());
    try (var zip = new java.util.zip.ZipFile(npz.toFile())) {
      assertThat(zip.getInputStream(zip.getEntry("a.npy")).readAllBytes())
          .endsWith(ZipBytes.floats(1, 2, 3));
    }
  }

  @Test
  void readsPackedArchives() throws IOException {
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }\n";
    var npz =
        new ZipBytes(false)
            .deflated("v.npy", npy(1, header, ZipBytes.floats(7, 8, 9)))
            .write(folder.resolve("x.npz"));
    assertThat(Npz.open(npz).get("v").toFloats()).containsExactly(7, 8, 9);
    new ZipBytes(false).stored("v.txt", new byte[0]).write(npz);
    assertThatThrownBy(() -> Npz.open(npz)).hasMessageContaining("not an npy array");
  }
}
