package dev.aulos.audio;

import static dev.aulos.audio.SpectralLayout.BANDS;
import static dev.aulos.audio.SpectralLayout.HOP;
import static dev.aulos.audio.SpectralLayout.SIZE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Makes sound of descriptions ([SpectralLayout]), frame by frame as they come. Tones and clicks
/// get phases that fit their levels, noise is made anew; the same frames and seed give the same
/// sound, in whatever pieces they come.
public final class SpectralSynthesis {
  private static final int REACH = BANDS.get(0).size(); // samples that a frame's window covers
  private static final int TOGETHER = 64; // frames that are made at once
  private static final int AHEAD = Attacks.ahead(BANDS.get(0)); // frames that one depends on

  // of work for processors, of which one may begin late
  private static final int LANES = Math.min(8, 2 * Runtime.getRuntime().availableProcessors());

  private final Part low;
  private final Part high;
  private List<float[]> held = List.of(); // the last frames, whose successors are not known
  private int made; // frames
  private int given; // frames

  /// At the start of a sound.
  ///
  /// @param seed of its noise, which has nothing in common with that of another seed
  public SpectralSynthesis(long seed) {
    low = new Part(SpectralVoice.ALL.get(0), seed);
    high = new Part(SpectralVoice.ALL.get(1), seed);
  }

  /// Frames after a frame that its sound depends on.
  public static int reach() {
    return REACH / HOP / 2 + AHEAD;
  }

  /// The sound of a whole description, with the noise of seed 0: two channels of
  /// frames·[SpectralLayout#HOP] samples.
  public static float[][] of(float[] numbers) {
    var synthesis = new SpectralSynthesis(0);
    var first = synthesis.add(numbers);
    var rest = synthesis.finish();
    var sound = new float[2][];
    for (int c = 0; c < 2; c++) {
      sound[c] = Arrays.copyOf(first[c], first[c].length + rest[c].length);
      System.arraycopy(rest[c], 0, sound[c], first[c].length, rest[c].length);
    }
    return sound;
  }

  /// Takes the next frames (frames, [SpectralLayout#SIZE]) and gives both channels of what sound is
  /// complete by them.
  public float[][] add(float[] numbers) {
    if (numbers.length % SIZE != 0) {
      throw new IllegalArgumentException(
          numbers.length + " numbers, expected a multiple of " + SIZE);
    }
    var frames = new ArrayList<>(held);
    for (int at = 0; at < numbers.length; at += SIZE) {
      frames.add(Arrays.copyOfRange(numbers, at, at + SIZE));
    }
    make(frames);
    held = List.copyOf(frames.subList(Math.max(0, frames.size() - AHEAD), frames.size()));
    return take(Math.max(given, made - REACH / HOP / 2));
  }

  /// Both channels of the rest, after the last frame.
  public float[][] finish() {
    if (!held.isEmpty()) {
      var frames = new ArrayList<>(held);
      frames.addAll(Collections.nCopies(AHEAD, held.get(held.size() - 1)));
      make(frames);
      held = List.of();
    }
    return take(made);
  }

  /// Makes all frames but the last ones, which those before them need. Phases follow from one
  /// another; while one processor finds those of the many high bins, another one makes the low
  /// part.
  private void make(List<float[]> frames) {
    int last = frames.size() - AHEAD;
    for (int from = 0; from < last; from += TOGETHER) {
      var some = frames.subList(from, Math.min(last, from + TOGETHER) + AHEAD);
      low.begin(some, made);
      high.begin(some, made);
      inLanes(lane -> {
        low.look(lane);
        high.look(lane);
      });
      both(low::make, high::fit);
      inLanes(high::sound);
      high.add();
      made += some.size() - AHEAD;
    }
  }

  private float[][] take(int until) {
    int from = given * HOP;
    both(() -> low.take(from, until * HOP, made), () -> high.take(from, until * HOP, made));
    given = until;
    for (int c = 0; c < 2; c++) {
      add(low.taken[c], high.taken[c]);
    }
    return high.taken;
  }

  private static void add(float[] x, float[] sum) {
    for (int t = 0; t < sum.length; t++) {
      sum[t] += x[t];
    }
  }

  private static void both(Runnable one, Runnable other) {
    Stream.of(one, other).parallel().forEach(Runnable::run);
  }

  private static void inLanes(IntConsumer work) {
    IntStream.range(0, LANES).parallel().forEach(work);
  }

  /// One window's share. A frame in so many is a lane's.
  private static final class Part {
    private final SpectralVoice voice;
    private final PhaseField field;
    private final Overlap overlap;
    private final List<SpectralVoice.Workspace> workspaces = new ArrayList<>(); // by lane
    private final Attacks attacks;
    private final Attacks.Frame[] regions = new Attacks.Frame[TOGETHER + AHEAD];
    private final double[][] logarithms = new double[TOGETHER + 1][]; // by frame
    private final double[][] phases = new double[TOGETHER][];
    private final float[][][] sounds;
    private List<float[]> frames = List.of(); // those being made, and those after them
    private int count; // of those being made
    private int first; // number of the first of them
    private float[][] taken = new float[0][];

    Part(SpectralVoice voice, long seed) {
      this.voice = voice;
      field = new PhaseField(voice.band(), SpectralVoice.QUIET);
      overlap = new Overlap(voice);
      attacks = new Attacks(voice.band());
      sounds = new float[TOGETHER][2][voice.size()];
      for (int lane = 0; lane < LANES; lane++) {
        workspaces.add(voice.workspace(seed));
      }
    }

    void begin(List<float[]> some, int number) {
      frames = some;
      count = some.size() - AHEAD;
      first = number;
    }

    void look(int lane) {
      for (int i = lane; i < frames.size(); i += LANES) {
        regions[i] = voice.regions(frames.get(i));
        if (i <= count) {
          logarithms[i] = voice.logarithms(frames.get(i));
        }
      }
    }

    void fit() {
      attacks.look(first, Arrays.asList(regions).subList(0, frames.size()));
      for (int i = 0; i < count; i++) {
        phases[i] = field.next(logarithms[i], logarithms[i + 1]);
      }
    }

    /// All that follows from the levels, at one go.
    void make() {
      fit();
      for (int lane = 0; lane < LANES; lane++) {
        sound(lane);
      }
      add();
    }

    void sound(int lane) {
      var workspace = workspaces.get(lane);
      for (int i = lane; i < count; i += LANES) {
        var attack = attacks.of(first + i);
        voice.sound(
            new SpectralVoice.Frame(first + i, frames.get(i), logarithms[i], phases[i], attack),
            workspace,
            sounds[i]);
      }
    }

    void add() {
      overlap.add(first, sounds, count);
    }

    void take(int start, int end, int count) {
      taken = overlap.take(start, end, count);
    }
  }
}
