package dev.aulos.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The arrows of docs/architecture.md, held over all classes of the product.
class ArchitectureTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.aulos");

  /// For each module, the modules it may know.
  private static final Map<String, List<String>> ARROWS =
      Map.ofEntries(
          Map.entry("graph", List.of()),
          Map.entry("audio", List.of()),
          Map.entry("text", List.of()),
          Map.entry("weights", List.of("graph")),
          Map.entry("models", List.of("graph")),
          Map.entry("onnx", List.of("graph")),
          Map.entry("engine", List.of("graph", "models", "weights", "audio", "text")),
          Map.entry("nano", List.of("graph", "weights", "engine")),
          Map.entry("train", List.of("graph", "models", "weights", "audio", "text", "engine")),
          Map.entry(
              "recipe",
              List.of("graph", "models", "weights", "audio", "text", "engine", "train", "nano")),
          Map.entry(
              "cli",
              List.of(
                  "graph", "weights", "audio", "text", "engine", "onnx", "models", "train", "nano",
                  "recipe")));

  @Test
  void modulesKnowOnlyWhatTheArrowsAllow() {
    ARROWS.forEach((module, known) -> {
      for (var other : ARROWS.keySet()) {
        if (!other.equals(module) && !known.contains(other)) {
          noClasses()
              .that()
              .resideInAPackage("dev.aulos." + module + "..")
              .should()
              .dependOnClassesThat()
              .resideInAPackage("dev.aulos." + other + "..")
              .check(ALL);
        }
      }
    });
  }

  @Test
  void noFamilyOfNetworksKnowsAnother() {
    for (var family : List.of("t5", "t5gemma", "dit", "oobleck", "same")) {
      for (var other : List.of("t5", "t5gemma", "dit", "oobleck", "same")) {
        if (!family.equals(other)) {
          noClasses()
              .that()
              .resideInAPackage("dev.aulos.models." + family)
              .should()
              .dependOnClassesThat()
              .resideInAPackage("dev.aulos.models." + other)
              .allowEmptyShould(true)
              .check(ALL);
        }
      }
    }
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("dev.aulos.engine.(*)..").should().beFreeOfCycles().check(ALL);
    slices().matching("dev.aulos.models.(*)..").should().beFreeOfCycles().check(ALL);
    slices().matching("dev.aulos.recipe.(*)..").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void onlyTheOnnxModuleTouchesNativeCode() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.aulos.onnx..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .check(ALL);
  }

  @Test
  void noPackageIsADrawerForAnything() {
    for (var name : List.of("util", "utils", "common", "impl", "helper", "helpers", "internal")) {
      noClasses()
          .should()
          .resideInAPackage("dev.aulos.." + name + "..")
          .allowEmptyShould(true)
          .check(ALL);
    }
  }

  @Test
  void seesTheWholeProduct() {
    ARROWS
        .keySet()
        .forEach(module ->
            assertThat(ALL.stream().anyMatch(c -> c.getName().contains("." + module + ".")))
                .as(module)
                .isTrue());
  }
}
