package dev.aulos.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptTest {
  private final List<String> discarded = new ArrayList<>();
  private final List<String> made = new ArrayList<>();
  private final Kept<String> kept = new Kept<>(2, discarded::add);

  private String use(String key, Object user) {
    return kept.get(
        List.of(key),
        user,
        () -> {
          made.add(key);
          return key;
        });
  }

  @Test
  void keepsTheFewUsedLast() {
    for (var key : List.of("a", "b", "a", "c", "d", "d", "c")) {
      var user = new Object();
      assertThat(use(key, user)).isEqualTo(key);
      kept.release(user);
    }
    assertThat(made).containsExactly("a", "b", "c", "d");
    assertThat(discarded).containsExactly("b", "a");
    assertThat(kept.size()).isEqualTo(2);
  }

  @Test
  void discardsNothingInUse() {
    var users = new ArrayList<>();
    for (var key : List.of("a", "b", "c", "d")) {
      var user = new Object();
      users.add(user);
      use(key, user);
      use("shared", user);
    }
    assertThat(discarded).isEmpty();
    users.subList(0, 3).forEach(kept::release);
    assertThat(discarded).containsExactly("a"); // b and c are idle, d and what is shared in use
    kept.release(users.get(3));
    assertThat(discarded).containsExactly("a", "b", "c");
  }

  @Test
  void makesRoomBeforeItMakesAnother() {
    for (var key : List.of("a", "b")) {
      var user = new Object();
      use(key, user);
      kept.release(user);
    }
    kept.get(
        List.of("c"),
        this,
        () -> {
          assertThat(discarded).containsExactly("a");
          return "c";
        });
    assertThat(discarded).containsExactly("a");
  }

  @Test
  void clearsAll() {
    use("a", this);
    use("b", this);
    kept.clear();
    assertThat(discarded).containsExactly("a", "b");
    assertThat(kept.size()).isZero();
  }
}
