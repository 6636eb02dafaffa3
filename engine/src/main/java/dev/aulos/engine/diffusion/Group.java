package dev.aulos.engine.diffusion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Items of a batch that run together, all with as many frames.
record Group(List<Integer> items, int frames) {
  /// The whole batch at its full length, or when cropping the items of each length.
  static List<Group> of(Optional<Padding> padding, int batch, int frames) {
    var byLength = new LinkedHashMap<Integer, List<Integer>>();
    for (int item = 0; item < batch; item++) {
      int length = isCropped(padding) ? padding.get().validFrames().get(item) : frames;
      byLength.computeIfAbsent(length, l -> new ArrayList<>()).add(item);
    }
    var groups = new ArrayList<Group>();
    byLength.forEach((length, items) -> {
      if (length > 0) {
        groups.add(new Group(List.copyOf(items), length));
      }
    });
    return groups;
  }

  static boolean isCropped(Optional<Padding> padding) {
    return padding.map(p -> p.treatment() == Padding.Treatment.CROP).orElse(false);
  }

  /// All items at their full length.
  static Group whole(int batch, int frames) {
    var items = new ArrayList<Integer>();
    for (int item = 0; item < batch; item++) {
      items.add(item);
    }
    return new Group(List.copyOf(items), frames);
  }

  /// Whether these are the first items of the batch, in order.
  boolean isPrefix() {
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) != i) {
        return false;
      }
    }
    return true;
  }
}
