package dev.aulos.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.aulos.engine.RequestException;
import dev.aulos.graph.Shape;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What is under the program: Java, system, processor, memory.
final class Machine {
  private static final double USABLE = 0.85; // of the machine, the rest is the system's
  private static final double AND_MORE = 1.2; // what is computed with them
  private static final int LEAST_JAVA = 21;
  private static final long LEAST_MEMORY = 4_000_000_000L;
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Machine() {}

  static Finding java() {
    int feature = Runtime.version().feature();
    var found = Runtime.version() + ", " + System.getProperty("java.vendor");
    return feature >= LEAST_JAVA
        ? Finding.ok("java", found)
        : Finding.fail("java", found + "; get one of at least " + LEAST_JAVA);
  }

  static Finding system() {
    var architecture = System.getProperty("os.arch");
    var found =
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + architecture;
    return List.of("amd64", "x86_64", "aarch64").contains(architecture)
        ? Finding.ok("system", found)
        : Finding.warn("system", found + "; ONNX Runtime comes for x86-64 and arm64");
  }

  static Finding processor() {
    int cores = Runtime.getRuntime().availableProcessors();
    var found = new StringBuilder().append(cores).append(cores == 1 ? " core" : " cores");
    processorField("model name").ifPresent(name -> found.append(", ").append(name));
    var flags = processorField("flags").or(() -> processorField("Features")).orElse("");
    var features = new ArrayList<>(Arrays.asList(flags.split(" ")));
    features.retainAll(
        List.of("avx", "avx2", "fma", "avx512f", "avx512_bf16", "amx_tile", "asimd"));
    if (!features.isEmpty()) {
      found.append("; ").append(String.join(" ", features));
    }
    boolean slow = flags.contains(" sse2") && !features.contains("avx2");
    return slow
        ? Finding.warn("processor", found + "; without AVX2 it will be slow")
        : Finding.ok("processor", found.toString());
  }

  /// The first processor's field of that name, where the system shows it.
  private static Optional<String> processorField(String name) {
    if (!Files.isReadable(PROCESSORS)) {
      return Optional.empty();
    }
    try {
      for (var line : Files.readAllLines(PROCESSORS)) {
        if (line.startsWith(name)) {
          return Optional.of(line.substring(line.indexOf(':') + 1).strip());
        }
      }
    } catch (IOException e) {
      return Optional.empty(); // the system shows no more
    }
    return Optional.empty();
  }

  /// How more memory is to be had, as part of a sentence.
  static String moreMemory() {
    return moreMemory(Runtime.getRuntime().maxMemory(), all());
  }

  /// @param most bytes that Java may take
  /// @param all bytes that the machine has
  static String moreMemory(long most, long all) {
    long gigabyte = 1L << 30;
    long next = Math.min(Math.ceilDiv(2 * most, gigabyte), (long) (all * USABLE) / gigabyte);
    return next * gigabyte > most
        ? "give Java more with AULOS_JAVA_OPTS=-Xmx" + next + "g"
        : "find a machine with more, as Java may take nearly all of this one's "
            + Bytes.text(all)
            + " already";
  }

  /// Refuses to move so many parameters where Java may not take what that needs: values, gradients,
  /// two moments and the average of each.
  static void requireMemoryToTrain(Stream<Shape> parameters) {
    var needs = new Needs("training", 5, count(parameters));
    requireMemory(needs, Runtime.getRuntime().maxMemory(), all());
  }

  /// Refuses to train an adapter of so many parameters where Java may not take what that needs:
  /// each as it is adapted, and its gradient.
  static void requireMemoryToAdapt(Stream<Shape> parameters) {
    var needs = new Needs("adapting", 2, count(parameters));
    requireMemory(needs, Runtime.getRuntime().maxMemory(), all());
  }

  private static long count(Stream<Shape> parameters) {
    return parameters
        .mapToLong(shape -> LongStream.of(shape.fixed()).reduce(1, (a, b) -> a * b))
        .sum();
  }

  /// What a training keeps at least.
  ///
  /// @param kind of it, as messages call it
  /// @param numbers for each parameter
  record Needs(String kind, int numbers, long parameters) {
    long bytes() {
      return (long) numbers * Float.BYTES * parameters;
    }
  }

  /// @param most bytes that Java may take
  /// @param all bytes that the machine has
  static void requireMemory(Needs needs, long most, long all) {
    if (needs.bytes() <= most) {
      return;
    }
    long gigabytes = Math.ceilDiv((long) (needs.bytes() * AND_MORE), 1L << 30);
    var way =
        gigabytes << 30 <= all * USABLE
            ? "give it more with AULOS_JAVA_OPTS=-Xmx" + gigabytes + "g"
            : "this machine has " + Bytes.text(all) + ", expected a larger one, or fewer to train";
    throw new RequestException(
        String.format(
            Locale.ROOT,
            "%s %.0f million parameters takes at least %s, Java may take %s: %s",
            needs.kind,
            needs.parameters / 1e6,
            Bytes.text(needs.bytes()),
            Bytes.text(most),
            way));
  }

  /// Bytes that the machine has, as far as is known.
  private static long all() {
    return bean().map(OperatingSystemMXBean::getTotalMemorySize).orElse(Long.MAX_VALUE);
  }

  private static Optional<OperatingSystemMXBean> bean() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? Optional.of(system)
        : Optional.empty();
  }

  static Finding memory() {
    var java = Bytes.text(Runtime.getRuntime().maxMemory());
    if (bean().isEmpty()) {
      return Finding.ok("memory", "Java may take " + java);
    }
    var system = bean().get();
    long all = system.getTotalMemorySize();
    var found =
        Bytes.text(all)
            + ", "
            + Bytes.text(system.getFreeMemorySize())
            + " of it unused; Java may take "
            + java;
    return all >= LEAST_MEMORY
        ? Finding.ok("memory", found)
        : Finding.warn("memory", found + "; models of this kind want 4 GB or more");
  }
}
