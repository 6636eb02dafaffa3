package dev.aulos.engine.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.graph.NdArray;
import dev.aulos.testkit.GoldenCase;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The reference's integers, from the cases that record them; two frames are coded together there.
class CanvasTest {
  private static final int TOGETHER = 2;

  @Test
  void laysOutEveryRecordedLength() throws IOException {
    for (var geometry : geometries()) {
      var canvases = canvases(geometry);
      for (var element : geometry.getAsJsonObject("lengths").getAsJsonArray("rows")) {
        var row = element.getAsJsonArray();
        var canvas = canvases.get(row.get(0).getAsString());
        double seconds = row.get(1).getAsDouble();
        double headroom = row.get(2).getAsDouble();
        int frames = canvas.frames(seconds, headroom);
        var got =
            List.of(
                canvas.canvasSamples(seconds, headroom),
                (long) frames,
                (long) canvas.soundFrames(seconds),
                (long) canvas.validFrames(List.of(seconds), headroom, frames).get(0),
                canvas.samples(seconds));
        assertThat(got).as(row.toString()).isEqualTo(longs(row, 3));
      }
    }
  }

  @Test
  void masksEveryRecordedBatch() throws IOException {
    for (var geometry : geometries()) {
      var canvases = canvases(geometry);
      for (var element : geometry.getAsJsonArray("batches")) {
        var batch = element.getAsJsonObject();
        var canvas = canvases.get(batch.get("model").getAsString());
        var seconds = doubles(batch.get("seconds"));
        double headroom = batch.get("padding_seconds").getAsDouble();
        double longest = seconds.stream().mapToDouble(s -> s).max().orElseThrow();
        int frames = canvas.frames(longest, headroom);
        assertThat(frames).isEqualTo(batch.get("latent_frames").getAsInt());
        var valid = new ArrayList<Long>();
        canvas.validFrames(seconds, headroom, frames).forEach(v -> valid.add((long) v));
        assertThat(valid).isEqualTo(longs(batch.getAsJsonArray("valid_frames"), 0));
        var sound = new ArrayList<Long>();
        seconds.forEach(s -> sound.add((long) canvas.soundFrames(s)));
        assertThat(sound).isEqualTo(longs(batch.getAsJsonArray("effective_frames"), 0));
      }
    }
  }

  @Test
  void makesAnewTheRecordedFrames() throws IOException {
    for (var geometry : geometries()) {
      var canvases = canvases(geometry);
      for (var element : geometry.getAsJsonArray("inpaint_masks")) {
        var edit = element.getAsJsonObject();
        var canvas = canvases.get(edit.get("model").getAsString());
        var from = doubles(edit.get("start"));
        var to = doubles(edit.get("end"));
        var regions = new ArrayList<KeepMask.Region>();
        for (int i = 0; i < from.size(); i++) {
          regions.add(new KeepMask.Region(canvas.samples(from.get(i)), canvas.samples(to.get(i))));
        }
        double seconds = edit.get("duration").getAsDouble();
        long samples = canvas.canvasSamples(seconds, edit.get("padding_seconds").getAsDouble());
        assertThat(samples).isEqualTo(edit.get("samples").getAsLong());
        var mask = KeepMask.of((int) samples, regions, canvas.samples(seconds));
        assertThat(zeros(mask.frames(edit.get("latent_frames").getAsInt())))
            .as(edit.toString())
            .isEqualTo(edit.get("zero_frames"));
      }
    }
  }

  @Test
  void resizesAMaskOfAnyLength() throws IOException {
    for (var geometry : geometries()) {
      for (var element : geometry.getAsJsonArray("nearest_resize")) {
        var resize = element.getAsJsonObject();
        var regions = new ArrayList<KeepMask.Region>();
        for (var zero : resize.getAsJsonArray("zero_samples")) {
          var ends = longs(zero.getAsJsonArray(), 0);
          regions.add(new KeepMask.Region(ends.get(0), ends.get(1)));
        }
        int length = resize.get("mask_length").getAsInt();
        var mask = KeepMask.of(length, regions, length);
        assertThat(zeros(mask.frames(resize.get("latent_frames").getAsInt())))
            .as(resize.toString())
            .isEqualTo(resize.get("zero_frames"));
      }
    }
  }

  @Test
  void tellsFramesWhatToKeep() {
    var mask = KeepMask.of(6, List.of(new KeepMask.Region(2, 4)), 6);
    var latent = NdArray.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3);
    var given = (LocalCondition.Given) mask.condition(Optional.of(latent), 2, 3);
    assertThat(given.values().toFloats()).containsExactly(1, 0, 1, 1, 0, 3, 4, 0, 6);
    var bare = (LocalCondition.Given) mask.condition(Optional.empty(), 2, 3);
    assertThat(bare.values().toFloats()).containsExactly(1, 0, 1, 0, 0, 0, 0, 0, 0);
    assertThatThrownBy(() -> mask.condition(Optional.of(latent), 2, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected (1, 2, 4)");
  }

  @Test
  void schedulesNoSoundAsOneFrame() {
    var canvas = new Canvas(44_100, 4096, TOGETHER, 5_292_032);
    assertThat(canvas.scheduleFrames(List.of(0.0, 10.0))).containsExactly(1, 108);
  }

  @Test
  void rejectsAnEmptyCanvas() {
    assertThatThrownBy(() -> new Canvas(44_100, 4096, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 frames together");
  }

  private static List<JsonObject> geometries() throws IOException {
    Assumptions.assumeTrue(GoldenCase.isComplete(), "the complete reference cases are there");
    var found = new ArrayList<JsonObject>();
    for (var golden : GoldenCase.all(GoldenCase.root())) {
      if (Files.exists(golden.file("geometry.json"))) {
        var text = Files.readString(golden.file("geometry.json"));
        found.add(JsonParser.parseString(text).getAsJsonObject());
      }
    }
    assertThat(found).isNotEmpty();
    return found;
  }

  /// The canvas of each model; without seconds it is as long as it can be.
  private static Map<String, Canvas> canvases(JsonObject geometry) {
    var constants = geometry.getAsJsonObject("constants");
    var canvases = new HashMap<String, Canvas>();
    for (var element : geometry.getAsJsonObject("lengths").getAsJsonArray("rows")) {
      var row = element.getAsJsonArray();
      if (row.get(1).getAsDouble() == 0) {
        var canvas =
            new Canvas(
                constants.get("sample_rate").getAsInt(),
                constants.get("downsampling_ratio").getAsInt(),
                TOGETHER,
                row.get(3).getAsLong());
        canvases.put(row.get(0).getAsString(), canvas);
      }
    }
    return canvases;
  }

  private static List<Long> longs(JsonArray array, int start) {
    var longs = new ArrayList<Long>();
    for (int i = start; i < array.size(); i++) {
      longs.add(array.get(i).getAsLong());
    }
    return longs;
  }

  private static List<Double> doubles(JsonElement element) {
    var doubles = new ArrayList<Double>();
    if (element.isJsonArray()) {
      element.getAsJsonArray().forEach(e -> doubles.add(e.getAsDouble()));
    } else {
      doubles.add(element.getAsDouble());
    }
    return doubles;
  }

  private static JsonArray zeros(float[] mask) {
    var ranges = new JsonArray();
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] == 0 && (i == 0 || mask[i - 1] != 0)) {
        int end = i;
        while (end < mask.length && mask[end] == 0) {
          end++;
        }
        var range = new JsonArray();
        range.add(i);
        range.add(end);
        ranges.add(range);
      }
    }
    return ranges;
  }
}
