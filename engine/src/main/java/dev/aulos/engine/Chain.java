package dev.aulos.engine;

import dev.aulos.models.ModelConfig.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How a sound longer than a model's canvas is made of links, each of which knows the end of what
/// came before it. All in samples.
///
/// @param sampleRate samples per second
/// @param start how much there is before the first link
/// @param links the generations, in order
/// @param blend how much of what there is before the first link that link makes again
record Chain(int sampleRate, int start, List<Link> links, int blend) {
  private static final double SEAM_SECONDS = 0.1; // more than a latent frame, which is 93 ms
  private static final int MAX_SECONDS = 3600;

  /// One generation.
  ///
  /// @param context how much of what there is it is told
  /// @param fresh how much it adds
  record Link(int context, int fresh) {
    int length() {
      return context + fresh;
    }
  }

  /// Copies the list.
  Chain {
    links = List.copyOf(links);
  }

  /// The chain from a sound of `start` samples to the request's duration.
  ///
  /// @throws RequestException if the model cannot answer the request so
  static Chain of(
      ModelInfo info, GenerateRequest request, int start, Duration overlap, Duration blend) {
    check(info, request);
    int total = total(info, request);
    if (start >= total) {
      throw new RequestException(
          String.format(
              "the sound to continue is %.3f s long already, the whole is to be %.3f s",
              (double) start / info.sampleRate(), (double) total / info.sampleRate()));
    }
    int canvas = samples(info.canvas(), info.sampleRate());
    int shared = samples(overlap, info.sampleRate());
    if (shared < 1 || shared >= canvas) {
      throw new RequestException(
          String.format(
              "overlap %s s: expected more than 0 and less than the model's longest, %.3f s",
              Range.plain(Prompt.seconds(overlap)), Prompt.seconds(info.canvas())));
    }
    int remade = samples(blend, info.sampleRate());
    if (remade < 0 || (remade > 0 && remade >= Math.min(shared, start))) {
      throw new RequestException(
          "blend "
              + Range.plain(Prompt.seconds(blend))
              + " s: expected 0 or more, less than the overlap and the sound to continue");
    }
    return new Chain(info.sampleRate(), start, links(start, total, canvas, shared), remade);
  }

  private static void check(ModelInfo info, GenerateRequest request) {
    if (info.line() != Line.THREE) {
      throw new RequestException(
          String.format(
              "%s cannot continue a sound, so it makes at most %.3f s; "
                  + "models of Stable Audio 3 can",
              info.name(), Prompt.seconds(info.canvas())));
    }
    if (request.prompts().size() != 1) {
      throw new RequestException("a chain of generations makes one sound; leave the batch out");
    }
    if (request.init().isPresent() || request.inpaint().isPresent()) {
      throw new RequestException(
          "a chain of generations can neither start from another sound nor inpaint one");
    }
  }

  private static int total(ModelInfo info, GenerateRequest request) {
    double seconds = Prompt.seconds(request.prompts().get(0).duration().orElse(info.usual()));
    int total = (int) (Math.min(seconds, MAX_SECONDS) * info.sampleRate());
    if (seconds > MAX_SECONDS || total < 1) {
      throw new RequestException(
          "duration "
              + Range.plain(seconds)
              + " s: expected at least one sample and at most "
              + MAX_SECONDS
              + " s in all");
    }
    return total;
  }

  private static int samples(Duration time, int sampleRate) {
    return (int) Math.min(Integer.MAX_VALUE, Math.round(Prompt.seconds(time) * sampleRate));
  }

  /// As few links as there can be, of about one length.
  private static List<Link> links(int start, int total, int canvas, int overlap) {
    var links = new ArrayList<Link>();
    int at = start;
    while (at < total) {
      int context = Math.min(at, overlap);
      long left = total - (long) at;
      long most = canvas - (long) context;
      long later = canvas - (long) overlap;
      long count = left <= most ? 1 : 1 + (left - most + later - 1) / later;
      long length = (left + context + (count - 1) * overlap + count - 1) / count;
      int fresh = (int) Math.max(1, Math.min(left, Math.min(most, length - context)));
      links.add(new Link(context, fresh));
      at += fresh;
    }
    return links;
  }

  /// How much of what there is link `i` makes again.
  int seam(int i) {
    int context = links.get(i).context();
    if (i == 0) {
      return Math.min(blend, context);
    }
    return Math.min((int) (SEAM_SECONDS * sampleRate), context / 4);
  }

  /// All samples, once all links are made.
  int total() {
    return start + links.stream().mapToInt(Link::fresh).sum();
  }

  /// The time that ends with so many samples, however it is rounded.
  Duration time(int samples) {
    return Duration.ofNanos(samples == 0 ? 0 : samples * 1_000_000_000L / sampleRate + 2);
  }
}
