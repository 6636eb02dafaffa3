package dev.aulos.engine.verify;

import dev.aulos.graph.Backend;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Runs reference cases on a backend.
public final class Verifier {
  /// A family of cases.
  private record Family(String name, Predicate<ReferenceCase> fits, Runner runner) {}

  /// Makes every comparison of a case.
  private interface Runner {
    List<Check> run(ReferenceCase reference, Backend backend) throws IOException;
  }

  private static final List<Family> FAMILIES =
      List.of(
          kind("oobleck-autoencoder", CodecCase::run),
          kind("dit-rf", TransformerCase::run),
          kind("dit-v", TransformerCase::run),
          kind("dit-v-diffusers-layout", TransformerCase::run),
          kind("samplers-v", SamplersCase::run),
          kind("t5-encoder", TextEncoderCase::run),
          kind("e2e-rf", EndToEndCase::run),
          kind("t5-tokenizer", (reference, backend) -> TokensCase.run(reference)),
          kind("torch-rng", (reference, backend) -> RandomCase.run(reference)),
          new Family("t5gemma", GemmaCase::fits, GemmaCase::run),
          new Family("conditioners", ConditionerCase::fits, ConditionerCase::run),
          new Family("transformer", FlowTransformerCase::fits, FlowTransformerCase::run),
          new Family("same", SameCase::fits, SameCase::run),
          new Family("schedules", SchedulesCase::fits, SchedulesCase::run),
          new Family("adapters", AdapterCase::fits, AdapterCase::run),
          new Family("generation", FlowEndToEndCase::fits, FlowEndToEndCase::run));

  private final Backend backend;

  /// A verifier of what `backend` computes.
  public Verifier(Backend backend) {
    this.backend = backend;
  }

  /// Cases of the older line say what kind they are; those of Stable Audio 3 are told by what they
  /// hold.
  private static Family kind(String kind, Runner runner) {
    return new Family(kind, reference -> reference.kind().equals(kind), runner);
  }

  private static Optional<Family> family(ReferenceCase reference) {
    return FAMILIES.stream().filter(f -> f.fits.test(reference)).findFirst();
  }

  /// Whether a case can be run.
  public boolean knows(ReferenceCase reference) {
    return family(reference).isPresent();
  }

  /// What a case is about, as this program sees it; empty if it cannot be run.
  public String about(ReferenceCase reference) {
    return family(reference).map(Family::name).orElse("");
  }

  /// Makes every comparison of a case.
  ///
  /// @throws IOException if a file of the case cannot be read
  /// @throws IllegalArgumentException if it cannot be run
  public List<Check> run(ReferenceCase reference) throws IOException {
    var family = family(reference);
    if (family.isEmpty()) {
      throw new IllegalArgumentException(reference + ": a case of no known kind");
    }
    return family.get().runner.run(reference, backend);
  }
}
