package dev.aulos.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// The memory of this process, as the system counts it.
public final class Memory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private Memory() {}

  /// The most bytes that were resident so far, mapped files included; absent where the system does
  /// not say.
  public static OptionalLong peakResident() {
    return field("VmHWM:");
  }

  /// Starts the count of [#peakResident] anew, where the system lets it.
  public static void forgetPeak() {
    try {
      Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    } catch (IOException e) {
      return; // the peak stays that of the whole program
    }
  }

  /// The bytes resident now that are backed by no file: what the program itself takes.
  public static OptionalLong anonymous() {
    return field("RssAnon:");
  }

  private static OptionalLong field(String name) {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try {
      for (var line : Files.readAllLines(STATUS)) {
        if (line.startsWith(name)) {
          return OptionalLong.of(Long.parseLong(line.replaceAll("\\D+", "")) * 1024);
        }
      }
    } catch (IOException e) {
      return OptionalLong.empty(); // the system says no more
    }
    return OptionalLong.empty();
  }
}
