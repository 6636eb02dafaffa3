package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {
  private static final String PROPERTY = "onnxruntime.native.path";

  @TempDir Path folder;
  private final @Nullable String before = System.getProperty(PROPERTY);

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(PROPERTY);
    } else {
      System.setProperty(PROPERTY, before);
    }
  }

  @Test
  void areUnpackedOnce() throws IOException {
    System.clearProperty(PROPERTY);
    var home = new Home(folder);
    NativeLibraries.prepare(home);
    var place = Path.of(System.getProperty(PROPERTY));
    assertThat(place).hasParent(home.builtIn());
    var library = place.resolve(System.mapLibraryName("onnxruntime"));
    assertThat(library).isRegularFile();
    assertThat(place.resolve(System.mapLibraryName("onnxruntime4j_jni"))).isRegularFile();
    var made = Files.getLastModifiedTime(library);
    NativeLibraries.prepare(home);
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(made);
    assertThat(Files.list(place)).hasSize(2);
  }

  @Test
  void aFolderOfTheUsersIsLeftToThem() {
    System.setProperty(PROPERTY, "/opt/ort");
    NativeLibraries.prepare(new Home(folder));
    assertThat(System.getProperty(PROPERTY)).isEqualTo("/opt/ort");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whereNothingCanBeUnpackedTheRuntimeDoesIt() throws IOException {
    System.clearProperty(PROPERTY);
    var file = Files.createFile(folder.resolve("file"));
    NativeLibraries.prepare(new Home(file));
    assertThat(System.getProperty(PROPERTY)).isNull();
  }
}
