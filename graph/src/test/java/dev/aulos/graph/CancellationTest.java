package dev.aulos.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CancellationTest {
  @Test
  void throwsOnceRequested() {
    var cancellation = Cancellation.create();
    assertThat(cancellation.isCancelled()).isFalse();
    assertThatCode(cancellation::check).doesNotThrowAnyException();
    cancellation.cancel();
    assertThat(cancellation.isCancelled()).isTrue();
    assertThatThrownBy(cancellation::check).isInstanceOf(CancellationException.class);
  }

  @Test
  void tellsEachListenerOnce() {
    var cancellation = Cancellation.create();
    var told = new AtomicInteger();
    cancellation.onCancel(told::incrementAndGet);
    cancellation.onCancel(told::incrementAndGet);
    cancellation.cancel();
    cancellation.cancel();
    assertThat(told).hasValue(2);
  }

  @Test
  void tellsALateListenerAtOnce() {
    var cancellation = Cancellation.create();
    cancellation.cancel();
    var told = new AtomicInteger();
    cancellation.onCancel(told::incrementAndGet).close();
    assertThat(told).hasValue(1);
  }

  @Test
  void forgetsClosedListeners() {
    var cancellation = Cancellation.create();
    var told = new AtomicInteger();
    cancellation.onCancel(told::incrementAndGet).close();
    cancellation.cancel();
    assertThat(told).hasValue(0);
  }

  @Test
  void letsAListenerCloseItself() {
    var cancellation = Cancellation.create();
    var told = new AtomicInteger();
    var registration = cancellation.onCancel(told::incrementAndGet);
    cancellation.onCancel(registration::close);
    cancellation.cancel();
    assertThat(told).hasValue(1);
  }

  @Test
  void sharesNothingBetweenOnesNobodyRequests() {
    Cancellation.none().cancel();
    assertThat(Cancellation.none().isCancelled()).isFalse();
  }
}
