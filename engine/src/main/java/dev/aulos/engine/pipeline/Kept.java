package dev.aulos.engine.pipeline;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Things that are large and slow to make, kept by what they are made of: those in use, and of the
/// others the few that were used last.
///
/// A user that is forgotten without having released what it used, as generations are that nobody
/// drives any more, uses it no longer once it is collected.
///
/// @param <T> what is kept
final class Kept<T> {
  private final int most;
  private final Consumer<T> discard;
  private final Map<List<Object>, Entry<T>> entries = new LinkedHashMap<>(16, 0.75f, true);

  /// @param most that are kept though nobody uses them
  /// @param discard closes one
  Kept(int most, Consumer<T> discard) {
    this.most = most;
    this.discard = discard;
  }

  private static final class Entry<T> {
    final T value;
    final List<WeakReference<Object>> users = new ArrayList<>();

    Entry(T value) {
      this.value = value;
    }

    boolean isUsed() {
      users.removeIf(user -> user.get() == null);
      return !users.isEmpty();
    }
  }

  /// What is made of `key`, made now if need be, in use until the user releases it.
  T get(List<Object> key, Object user, Supplier<T> source) {
    var entry = entries.get(key);
    if (entry == null) {
      discardIdle(most - 1); // before memory is taken for another
      entry = new Entry<>(source.get());
      entries.put(key, entry);
    }
    if (entry.users.stream().noneMatch(known -> user.equals(known.get()))) {
      entry.users.add(new WeakReference<>(user));
    }
    return entry.value;
  }

  /// Ends all use by a user.
  void release(Object user) {
    for (var entry : entries.values()) {
      entry.users.removeIf(known -> user.equals(known.get()));
    }
    discardIdle(most);
  }

  /// Discards those unused for longest, until so many unused ones are left.
  private void discardIdle(int left) {
    long idle = entries.values().stream().filter(entry -> !entry.isUsed()).count();
    for (var all = entries.values().iterator(); idle > left && all.hasNext(); ) {
      var entry = all.next();
      if (!entry.isUsed()) {
        all.remove();
        idle--;
        discard.accept(entry.value);
      }
    }
  }

  /// How many there are.
  int size() {
    return entries.size();
  }

  /// Discards all.
  void clear() {
    entries.values().forEach(entry -> discard.accept(entry.value));
    entries.clear();
  }
}
