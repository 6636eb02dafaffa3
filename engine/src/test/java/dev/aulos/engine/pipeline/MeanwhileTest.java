package dev.aulos.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeanwhileTest {
  private final List<String> discarded = new ArrayList<>();

  @Test
  void givesWhatWasOpenedAndLeavesItOpen() {
    try (var opening = Meanwhile.opening(() -> "network", discarded::add)) {
      assertThat(opening.take()).isEqualTo("network");
    }
    assertThat(discarded).isEmpty();
  }

  @Test
  void discardsWhatNobodyTook() {
    Meanwhile.opening(() -> "network", discarded::add).close();
    assertThat(discarded).containsExactly("network");
  }

  @Test
  void throwsWhatOpeningThrew() {
    try (var opening = Meanwhile.opening(MeanwhileTest::failing, discarded::add)) {
      assertThatThrownBy(opening::take)
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("too wide");
    }
    assertThat(discarded).isEmpty();
  }

  @Test
  void whatDidNotOpenIsNoSecondFailure() {
    Meanwhile.opening(MeanwhileTest::failing, discarded::add).close();
    assertThat(discarded).isEmpty();
  }

  private static String failing() {
    throw new IllegalArgumentException("too wide");
  }
}
