package dev.aulos.train.data;

import dev.aulos.audio.Pcm;
import dev.aulos.audio.WavOptions;
import dev.aulos.audio.WavWriter;
import dev.aulos.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder of sounds to try things on.
record TestFolder(Path path) {
  static final Cancellation NEVER = Cancellation.none();

  TestFolder sound(String name, Pcm sound) throws IOException {
    var file = path.resolve(name);
    Files.createDirectories(file.getParent());
    WavWriter.write(file, sound, WavOptions.pcm16());
    return this;
  }

  TestFolder text(String name, String text) throws IOException {
    var file = path.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  /// Another short sound for each seed.
  TestFolder sound(String name, long seed) throws IOException {
    return sound(name, SynthesizedSound.of(seed, 1));
  }

  Recordings list() throws IOException {
    return AudioFolder.list(path);
  }

  Sifted sift(GatePolicy policy) throws IOException {
    return Gate.of(policy).sift(list(), progress -> {}, NEVER);
  }

  /// A policy that only asks that things can be read.
  static GatePolicy anything() {
    return GatePolicy.usual()
        .withLicences(new LicencePolicy(java.util.List.of("*"), java.util.List.of(), true))
        .withUncaptioned();
  }
}
