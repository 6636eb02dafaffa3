package dev.aulos.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("model.safetensors");
  }

  private Path write(String json, int dataBytes) throws IOException {
    return write(json.getBytes(StandardCharsets.UTF_8), dataBytes);
  }

  private Path write(byte[] json, int dataBytes) throws IOException {
    var bytes = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    while (bytes.hasRemaining()) {
      bytes.put((byte) bytes.position());
    }
    return Files.write(file, bytes.array());
  }

  private static String tensor(String name, String type, String shape, int from, int to) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
        .formatted(name, type, shape, from, to);
  }

  @Test
  void readsTensorsOfEveryType() throws IOException {
    for (var type : DType.values()) {
      int bytes = 3 * type.bytes();
      write("{" + tensor("x", type.name(), "[3]", 0, bytes) + "}", bytes);
      var opened = Safetensors.open(file);
      assertThat(opened.type("x")).isEqualTo(type);
      assertThat(opened.shape("x")).containsExactly(3);
      assertThat(opened.get("x").bytes().remaining()).isEqualTo(bytes);
      assertThat(opened.get("x").bytes().get(0))
          .isEqualTo(Files.readAllBytes(file)[(int) opened.region("x").orElseThrow().offset()]);
    }
  }

  @Test
  void readsOddNamesScalarsAndEmptyTensors() throws IOException {
    write(
        "{\"__metadata__\":{\"format\":\"pt\",\"ü\":\"\\u00e9\"},"
            + tensor("", "U8", "[]", 0, 1)
            + ","
            + tensor("a b/c\\\\ü\\n", "I8", "[2,0,3]", 1, 1)
            + ","
            + tensor("big", "F32", "[0,4611686018427387904]", 1, 1)
            + "}   ",
        1);
    var opened = Safetensors.open(file);
    assertThat(opened.paths()).containsExactly("", "a b/c\\ü\n", "big");
    assertThat(opened.get("").rank()).isZero();
    assertThat(opened.get("a b/c\\ü\n").shape()).containsExactly(2, 0, 3);
    assertThat(opened.metadata()).containsEntry("format", "pt").containsEntry("ü", "é");
  }

  @Test
  void listsTypesItCannotReadAndRefusesToReadThem() throws IOException {
    write(
        "{" + tensor("f8", "F8_E4M3", "[4]", 0, 4) + "," + tensor("u", "U32", "[1]", 4, 8) + "}",
        8);
    var opened = Safetensors.open(file);
    assertThat(opened.paths()).containsExactly("f8", "u");
    assertThat(opened.typeName("f8")).isEqualTo("F8_E4M3");
    assertThatThrownBy(() -> opened.get("u"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("tensor 'u' is of type U32");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          []                                                                | 0 | expected BEGIN_OBJECT
          {"a":1}                                                           | 0 | expected BEGIN_OBJECT
          {"a":{"dtype":"F32","shape":[1]}}                                 | 4 | needs dtype
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}      | 4 | unknown field 'x'
          {"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}} | 4 | twice
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | 8 | occurs twice
          {"__metadata__":{"a":"1","a":"2"}}                                | 0 | occurs twice
          {"__metadata__":{},"__metadata__":{}}                             | 0 | occurs twice
          {"__metadata__":{"a":1}}                                          | 0 | expected STRING
          {"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}            | 4 | unknown type 'F33'
          {"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}           | 4 | not negative
          {"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}          | 4 | whole number
          {"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}          | 4 | expected NUMBER
          {"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}} | 4 | has the shape
          {"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}} | 4 | whole number
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}            | 8 | takes 4 bytes, found 8
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}            | 4 | lies at 0 to 8 of 4
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}            | 4 | lies at 4 to 0
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}          | 4 | 3 data_offsets
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}            | 8 | no tensor claims
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}            | 5 | up to the file's end
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}} | 6 | two tensors claim
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} {}         | 4 | not JSON
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},}           | 4 | header
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]              | 4 | header
          {'a':{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}            | 4 | not JSON
          {"a":{"dtype":null,"shape":[1],"data_offsets":[0,4]}}             | 4 | expected STRING
          """)
  void refusesUnsoundHeaders(String json, int dataBytes, String fault) throws IOException {
    write(json, dataBytes);
    assertThatThrownBy(() -> Safetensors.open(file))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(fault);
  }

  @Test
  void refusesHeadersThatDoNotFit() throws IOException {
    for (long length : new long[] {0, 1, 3, 100_000_001, Long.MAX_VALUE, -1}) {
      var bytes = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      Files.write(file, bytes.array());
      assertThatThrownBy(() -> Safetensors.open(file)).isInstanceOf(WeightFormatException.class);
    }
    Files.write(file, new byte[5]);
    assertThatThrownBy(() -> Safetensors.open(file)).isInstanceOf(WeightFormatException.class);
    write(new byte[] {'{', '"', (byte) 0xc3, '"', '}'}, 0);
    assertThatThrownBy(() -> Safetensors.open(file)).hasMessageContaining("not UTF-8");
  }

  @Test
  void readsTensorsBeyondTwoGigabytes() throws IOException {
    int half = 1_500_000_000;
    var json =
        ("{" + tensor("a", "U8", "[1500000000]", 0, half) + ",")
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[1500000000],\"data_offsets\":[1500000000,3000000000]},"
            + "\"c\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[3000000000,3000000004]}}";
    write(json, 0);
    long dataStart = Files.size(file);
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.seek(dataStart + 3_000_000_000L);
      sparse.write(ZipBytes.floats(42));
    }
    var opened = Safetensors.open(file);
    assertThat(opened.get("c").toFloats()).containsExactly(42);
    assertThat(opened.get("b").size()).isEqualTo(half);
    assertThat(opened.get("b").bytes().get(half - 1)).isZero();
  }

  @Test
  @Tag("full-size")
  void writesMoreThanTwoGigabytes() throws IOException {
    var big = NdArray.zeros(DType.U8, 1_200_000_000);
    big.bytes().put(1_199_999_999, (byte) 7);
    new SafetensorsWriter()
        .add("a", big)
        .add("b", DType.U8, big.shape(), () -> big)
        .add("c", NdArray.of(new float[] {42}, 1))
        .write(file);
    var opened = Safetensors.open(file);
    assertThat(opened.get("b").bytes().get(1_199_999_999)).isEqualTo((byte) 7);
    assertThat(opened.get("c").toFloats()).containsExactly(42);
  }

  @Test
  void hintsAtTheNearestName() throws IOException {
    write("{" + tensor("decoder.layers.1.alpha", "F32", "[1]", 0, 4) + "}", 4);
    var opened = Safetensors.open(file);
    assertThatThrownBy(() -> opened.get("decoder.layer.1.alpha"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("did you mean 'decoder.layers.1.alpha'?");
  }

  @Test
  void readsBackWhatItWrites() throws IOException {
    var x = NdArray.of(new float[] {1, 2, 3, 4}, 2, 2);
    var flag = NdArray.zeros(DType.BOOL, 3);
    var empty = NdArray.zeros(DType.F16, 0, 2);
    var scalar = NdArray.of(new long[] {-7});
    new SafetensorsWriter()
        .note("why", "a \"test\"")
        .add("x", x)
        .add("flag", flag)
        .add("empty", empty)
        .add("a ü\n", scalar)
        .write(file);
    var opened = Safetensors.open(file);
    assertThat(opened.paths()).containsExactly("a ü\n", "x", "empty", "flag");
    assertThat(opened.metadata()).containsEntry("why", "a \"test\"").hasSize(1);
    assertThat(opened.get("x").toFloats()).containsExactly(1, 2, 3, 4);
    assertThat(opened.get("a ü\n").longs().get(0)).isEqualTo(-7);
    assertThat(opened.get("a ü\n").rank()).isZero();
    for (var path : opened.paths()) {
      long offset = opened.region(path).orElseThrow().offset();
      assertThat(offset % opened.type(path).bytes()).as(path).isZero();
    }
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void theSameContentMakesTheSameBytes() throws IOException {
    var x = NdArray.of(new float[] {1, 2}, 2);
    new SafetensorsWriter().add("x", x).add("y", x).note("a", "1").note("b", "2").write(file);
    var other = folder.resolve("other");
    new SafetensorsWriter().note("b", "2").add("y", x).add("x", x).note("a", "1").write(other);
    assertThat(other).hasSameBinaryContentAs(file);
  }

  @Test
  void aFailedWriteLeavesTheOldFile() throws IOException {
    Files.writeString(file, "old");
    var writer =
        new SafetensorsWriter()
            .add("x", DType.F32, new long[] {2}, () -> NdArray.zeros(DType.F32, 3));
    assertThatThrownBy(() -> writer.write(file)).hasMessageContaining("announced as F32[2]");
    assertThat(file).hasContent("old");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void asksForValuesOnlyWhenTheyAreWritten() throws IOException {
    var asked = new int[1];
    var writer =
        new SafetensorsWriter()
            .add(
                "x",
                DType.F32,
                new long[] {1},
                () -> {
                  asked[0]++;
                  return NdArray.of(new float[] {5}, 1);
                });
    assertThat(asked[0]).isZero();
    writer.write(file);
    assertThat(asked[0]).isOne();
    assertThat(Safetensors.open(file).get("x").toFloats()).containsExactly(5);
  }

  @Test
  void readsShardsAsOne() throws IOException {
    var index =
        shards(
            "{\"metadata\":{\"total_size\":8},\"weight_map\":{\"a\":\"1.safetensors\",\"b\":\"2.safetensors\"}}");
    var opened = Checkpoint.open(index);
    assertThat(opened.paths()).containsExactly("a", "b");
    assertThat(opened.get("b").toFloats()).containsExactly(2);
    assertThat(opened.origin().kind()).isEqualTo(Checkpoint.Kind.SHARDED_SAFETENSORS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"weight_map":{"a":"1.safetensors"}}x                                | not JSON
          {"weight_map":{"a":"1.safetensors","a":"1.safetensors"}}             | occurs twice
          {"weight_map":{"a":"../1.safetensors"}}                              | beside it
          {"weight_map":{"a":"1.safetensors","c":"2.safetensors"}}             | 'c' is not in
          {"weight_map":{"a":"1.safetensors","b":3}}                           | expected STRING
          {}                                                                   | has no 'weight_map'
          {"weight_map":{"a":"1.safetensors","c":"1.safetensors"}}             | 'c' is not in
          {"weight_map":{},"weight_map":{}}                                    | occurs twice
          {"weight_map":{                                                      | not JSON
          """)
  void refusesUnsoundIndices(String json, String fault) throws IOException {
    var index = shards(json);
    assertThatThrownBy(() -> Safetensors.openSharded(index))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining(fault);
  }

  @Test
  void refusesShardsWithMoreThanTheIndexSays() throws IOException {
    var index = shards("{\"weight_map\":{\"a\":\"1.safetensors\"}}");
    var one = NdArray.of(new float[] {1}, 1);
    new SafetensorsWriter().add("a", one).add("z", one).write(folder.resolve("1.safetensors"));
    assertThatThrownBy(() -> Safetensors.openSharded(index)).hasMessageContaining("'z'");
  }

  private Path shards(String json) throws IOException {
    new SafetensorsWriter()
        .add("a", NdArray.of(new float[] {1}, 1))
        .write(folder.resolve("1.safetensors"));
    new SafetensorsWriter()
        .add("b", NdArray.of(new float[] {2}, 1))
        .write(folder.resolve("2.safetensors"));
    return Files.writeString(folder.resolve("model.safetensors.index.json"), json);
  }
}
