package dev.aulos.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.graph.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("model.ckpt");
  }

  private static final byte[] SIX = ZipBytes.floats(1, 2, 3, 4, 5, 6);

  private static PickleBytes dict(String key) {
    return new PickleBytes().op('}').text(key);
  }

  @Test
  void mapsStoredStorages() throws IOException {
    ZipBytes.torch(dict("a").vector("FloatStorage", "0", 6).op('s'))
        .stored("archive/data/0", SIX)
        .write(file);
    var a = Checkpoint.open(file);
    assertThat(a.get("a").toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(a.region("a")).isPresent();
    assertThat(a.region("a").get().length()).isEqualTo(24);
    assertThat(a.type("a")).isEqualTo(DType.F32);
  }

  @Test
  void readsZip64() throws IOException {
    var pickle = dict("a").vector("FloatStorage", "0", 6).op('s', '.').bytes();
    new ZipBytes(true).stored("x/data.pkl", pickle).stored("x/data/0", SIX).write(file);
    assertThat(Checkpoint.open(file).get("a").toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void inflatesPackedStoragesOnce() throws IOException {
    ZipBytes.torch(
            dict("a")
                .vector("FloatStorage", "0", 6)
                .op('s')
                .text("b")
                .tensor("FloatStorage", "0", 6, 4, new long[] {2}, new long[] {1})
                .op('s'))
        .deflated("archive/data/0", SIX)
        .write(file);
    var opened = Checkpoint.open(file);
    assertThat(opened.get("a").toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(opened.get("b").toFloats()).containsExactly(5, 6);
    assertThat(opened.region("a")).isEmpty();
    opened.get("a").floats().put(5, 60);
    assertThat(opened.get("b").toFloats()).as("a window on the same memory").containsExactly(5, 60);
  }

  @Test
  void copiesWhatIsNotRowMajor() throws IOException {
    ZipBytes.torch(
            dict("t")
                .tensor("FloatStorage", "0", 6, 0, new long[] {3, 2}, new long[] {1, 3})
                .op('s')
                .text("expanded")
                .tensor("FloatStorage", "0", 6, 1, new long[] {2, 2}, new long[] {0, 2})
                .op('s'))
        .stored("archive/data/0", SIX)
        .write(file);
    var opened = Checkpoint.open(file);
    assertThat(opened.get("t").toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(opened.region("t")).isEmpty();
    assertThat(opened.get("expanded").toFloats()).containsExactly(2, 4, 2, 4);
  }

  @Test
  void stridesOfExtentOneDoNotMatter() throws IOException {
    ZipBytes.torch(
            dict("t")
                .tensor("FloatStorage", "0", 6, 2, new long[] {1, 2, 1}, new long[] {77, 1, 9})
                .op('s'))
        .stored("archive/data/0", SIX)
        .write(file);
    var opened = Checkpoint.open(file);
    assertThat(opened.get("t").toFloats()).containsExactly(3, 4);
    assertThat(opened.region("t")).isPresent();
  }

  @Test
  void readsEveryType() throws IOException {
    var types =
        new Object[][] {
          {"DoubleStorage", DType.F64}, {"HalfStorage", DType.F16},
          {"BFloat16Storage", DType.BF16}, {"LongStorage", DType.I64},
          {"IntStorage", DType.I32}, {"ShortStorage", DType.I16},
          {"CharStorage", DType.I8}, {"ByteStorage", DType.U8},
          {"BoolStorage", DType.BOOL}
        };
    for (var type : types) {
      int elements = 16 / ((DType) type[1]).bytes();
      ZipBytes.torch(dict("x").vector((String) type[0], "0", elements).op('s'))
          .stored("archive/data/0", new byte[16])
          .write(file);
      var opened = Checkpoint.open(file);
      assertThat(opened.type("x")).isEqualTo(type[1]);
      assertThat(opened.get("x").size()).isEqualTo(elements);
    }
  }

  @Test
  void readsBfloat16() throws IOException {
    ZipBytes.torch(dict("x").vector("BFloat16Storage", "0", 2).op('s'))
        .stored("archive/data/0", new byte[] {(byte) 0x80, 0x3f, 0x49, (byte) 0xc0})
        .write(file);
    assertThat(Checkpoint.open(file).get("x").toF32().toFloats()).containsExactly(1f, -3.140625f);
  }

  @Test
  void swapsBigEndianFiles() throws IOException {
    var big = ByteBuffer.allocate(8).putFloat(1.5f).putFloat(-2).array();
    ZipBytes.torch(dict("x").vector("FloatStorage", "0", 2).op('s'))
        .stored("archive/byteorder", "big".getBytes())
        .stored("archive/data/0", big)
        .write(file);
    var opened = Checkpoint.open(file);
    assertThat(opened.get("x").toFloats()).containsExactly(1.5f, -2);
    assertThat(opened.region("x")).isEmpty();
  }

  @Test
  void readsScalarsAndEmptyTensors() throws IOException {
    ZipBytes.torch(
            dict("scalar")
                .tensor("FloatStorage", "0", 6, 5, new long[0], new long[0])
                .op('s')
                .text("empty")
                .tensor("FloatStorage", "1", 0, 0, new long[] {0, 4}, new long[] {4, 1})
                .op('s'))
        .stored("archive/data/0", SIX)
        .stored("archive/data/1", new byte[0])
        .write(file);
    var opened = Checkpoint.open(file);
    assertThat(opened.get("scalar").toFloats()).containsExactly(6);
    assertThat(opened.get("scalar").rank()).isZero();
    assertThat(opened.get("empty").shape()).containsExactly(0, 4);
    assertThat(opened.get("empty").size()).isZero();
  }

  @Test
  void readsParametersAndTypedTensorsOfUntypedStorages() throws IOException {
    var pickle =
        dict("p")
            .global("torch._utils", "_rebuild_parameter")
            .op('(')
            .vector("FloatStorage", "0", 6)
            .op(0x88)
            .op('}', 't', 'R', 's')
            .text("u")
            .global("torch._utils", "_rebuild_tensor_v3")
            .op('(')
            .storage("UntypedStorage", "0", 24)
            .number(2)
            .numbers(2)
            .numbers(1)
            .op(0x89, '}')
            .global("torch", "float32")
            .op('t', 'R', 's');
    ZipBytes.torch(pickle).stored("archive/data/0", SIX).write(file);
    var opened = Checkpoint.open(file);
    assertThat(opened.get("p").toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(opened.get("u").toFloats()).containsExactly(3, 4);
  }

  @Test
  void unknownClassesAreInert() throws IOException {
    var pickle =
        dict("callbacks")
            .global("os", "system")
            .op('(')
            .text("touch " + folder.resolve("pwned"))
            .op('t', 'R')
            .text("attribute")
            .op('b', 's')
            .text("state_dict")
            .op('}')
            .text("x")
            .vector("FloatStorage", "0", 6)
            .op('s', 's');
    ZipBytes.torch(pickle).stored("archive/data/0", SIX).write(file);
    var opened = Checkpoint.open(file);
    assertThat(opened.paths()).containsExactly("x");
    assertThat(opened.ignored()).containsExactly("callbacks");
    assertThat(folder.resolve("pwned")).doesNotExist();
  }

  @Test
  void refusesOpcodesItDoesNotKnow() throws IOException {
    for (int op : new int[] {'i', 'o', 'P', 'S', 'I', 'V', 0x82, 0x97, 0x98, 0xff}) {
      ZipBytes.torch(new PickleBytes().op(op)).write(file);
      assertThatThrownBy(() -> Checkpoint.open(file))
          .isInstanceOf(WeightFormatException.class)
          .hasMessageContaining("not allowed");
    }
  }

  @Test
  void refusesTensorsBeyondTheirStorage() throws IOException {
    long[][][] windows = {
      {{7}, {1}, {0}},
      {{6}, {1}, {1}},
      {{2, 2}, {5, 1}, {0}},
      {{Long.MAX_VALUE}, {0}, {0}},
      {{Long.MAX_VALUE, 4}, {1, 1}, {0}},
      {{2}, {Long.MAX_VALUE}, {0}},
      {{1}, {1}, {Long.MAX_VALUE}},
      {{3, 3}, {Long.MAX_VALUE / 2, Long.MAX_VALUE / 2}, {0}},
      {{1 << 30}, {0}, {0}},
    };
    for (var window : windows) {
      ZipBytes.torch(
              dict("t").tensor("FloatStorage", "0", 6, window[2][0], window[0], window[1]).op('s'))
          .stored("archive/data/0", SIX)
          .write(file);
      assertThatThrownBy(() -> Checkpoint.open(file))
          .isInstanceOf(WeightFormatException.class)
          .hasMessageContaining("tensor 't'");
    }
  }

  @Test
  void refusesStoragesOfAnotherSizeOrNone() throws IOException {
    ZipBytes.torch(dict("t").vector("FloatStorage", "0", 7).op('s'))
        .stored("archive/data/0", SIX)
        .write(file);
    assertThatThrownBy(() -> Checkpoint.open(file)).hasMessageContaining("has 24 bytes");
    ZipBytes.torch(dict("t").vector("FloatStorage", "../0", 6).op('s'))
        .stored("archive/data/0", SIX)
        .write(file);
    assertThatThrownBy(() -> Checkpoint.open(file))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("no zip entry 'archive/data/../0'");
  }

  @Test
  void refusesZipBombs() throws IOException {
    long elements = 1L << 28;
    ZipBytes.torch(dict("t").vector("FloatStorage", "0", elements).op('s'))
        .add("archive/data/0", 8, new byte[] {1, 2, 3}, 4 * elements)
        .write(file);
    var opened = Checkpoint.open(file);
    assertThatThrownBy(() -> opened.get("t"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot inflate");
    new ZipBytes(false).add("a/data.pkl", 8, new byte[100], Unpickler.MAX_BYTES + 1L).write(file);
    assertThatThrownBy(() -> Checkpoint.open(file))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("expected at most");
  }

  @Test
  void refusesPicklesThatMakeTooMuch() throws IOException {
    var pickle = new PickleBytes();
    for (int i = 0; i < 4_100_000; i++) {
      pickle.op(']');
    }
    ZipBytes.torch(pickle).write(file);
    assertThatThrownBy(() -> Checkpoint.open(file))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("operations");
  }

  @Test
  void picklesCannotGrowByCopying() throws IOException {
    var pickle = new PickleBytes().op('}', '(');
    for (int i = 0; i < 1_000_000; i++) {
      pickle.op('N');
    }
    pickle.op('l', 'q', 1);
    for (int i = 0; i < 100_000; i++) {
      pickle.global("builtins", "list").op('h', 1, 0x85, 'R');
    }
    ZipBytes.torch(pickle).write(file);
    assertThatThrownBy(() -> Checkpoint.open(file)).isInstanceOf(WeightFormatException.class);
  }

  @Test
  void refusesTypesItCannotReadOnlyWhenAsked() throws IOException {
    ZipBytes.torch(dict("c").vector("ComplexFloatStorage", "0", 3).op('s'))
        .stored("archive/data/0", SIX)
        .write(file);
    var opened = Checkpoint.open(file);
    assertThat(opened.paths()).containsExactly("c");
    assertThatThrownBy(() -> opened.get("c")).hasMessageContaining("ComplexFloatStorage");
  }

  @Test
  void saysHowToSaveLegacyFilesAnew() throws IOException {
    Files.write(file, new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10, 0x6c, (byte) 0xfc, 0, 0});
    assertThatThrownBy(() -> Checkpoint.open(file))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("torch.save(torch.load(");
  }

  @Test
  void refusesZipsThatAreNotTorchFiles() throws IOException {
    new ZipBytes(false).stored("readme.txt", new byte[3]).write(file);
    assertThatThrownBy(() -> Checkpoint.open(file)).hasMessageContaining("without data.pkl");
    ZipBytes.torch(new PickleBytes().op('N')).write(file);
    assertThatThrownBy(() -> Checkpoint.open(file)).hasMessageContaining("no dictionary");
    ZipBytes.torch(dict("epoch").number(3).op('s')).write(file);
    assertThatThrownBy(() -> Checkpoint.open(file)).hasMessageContaining("[epoch]");
    var whole = new ZipBytes(false).stored("a/data.pkl", new byte[3]).bytes();
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 5));
    assertThatThrownBy(() -> Checkpoint.open(file)).hasMessageContaining("cut short");
  }

  @Test
  void unwrapsTrainingCheckpointsAndPrefersAverages() throws IOException {
    var names =
        new String[] {
          "diffusion.model.model.a",
          "diffusion.model.model.only_trained",
          "diffusion.conditioner.conditioners.x",
          "diffusion_ema.initted",
          "diffusion_ema.step",
          "diffusion_ema.ema_model.model.a",
          "losses.l.weight",
          "discriminator.d"
        };
    var pickle = dict("epoch").number(3).op('s').text("state_dict").op('}');
    for (int i = 0; i < names.length; i++) {
      pickle.text(names[i]);
      pickle.tensor("FloatStorage", "0", 8, i, new long[] {1}, new long[] {1}).op('s');
    }
    pickle.op('s').text("optimizer_states").op(']', 's');
    ZipBytes.torch(pickle)
        .stored("archive/data/0", ZipBytes.floats(0, 1, 2, 3, 4, 5, 6, 7))
        .write(file);
    var opened = Checkpoint.open(file);
    assertThat(opened.paths())
        .containsExactlyInAnyOrder(
            "model.model.a", "model.model.only_trained", "conditioner.conditioners.x");
    assertThat(opened.get("model.model.a").toFloats()).containsExactly(5);
    assertThat(opened.get("model.model.only_trained").toFloats()).containsExactly(1);
    assertThat(opened.origin()).isEqualTo(new Checkpoint.Origin(file, Checkpoint.Kind.TORCH, true));
    assertThat(opened.ignored())
        .containsExactlyInAnyOrder(
            "epoch",
            "optimizer_states",
            "diffusion.model.model.a",
            "diffusion_ema.initted",
            "diffusion_ema.step",
            "losses.l.weight",
            "discriminator.d");
  }

  @Test
  void unwrapsAutoencoderCheckpoints() throws IOException {
    var pickle = dict("autoencoder.decoder.layers.0.bias").vector("FloatStorage", "0", 6).op('s');
    pickle.text("discriminator.x").vector("FloatStorage", "0", 6).op('s');
    ZipBytes.torch(pickle).stored("archive/data/0", SIX).write(file);
    var opened = Checkpoint.open(file);
    assertThat(opened.paths()).containsExactly("decoder.layers.0.bias");
    assertThat(opened.origin().ema()).isFalse();
  }
}
