package dev.aulos.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.models.same.SameConfig;
import dev.aulos.testkit.GoldenCase;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamePassTest {
  @ParameterizedTest
  @ValueSource(strings = {"decode_chunks", "encode_chunks"})
  void cutsLongSignalsWhereTheReferenceDoes(String kind) throws IOException {
    for (var plan : entries(kind)) {
      int frames = plan.get("T").getAsInt();
      var chunking = new Chunking(plan.get("chunk").getAsInt(), plan.get("overlap").getAsInt());

      var passes = SamePass.reference(chunking, frames, SameSketch.published(false).decoder());

      assertThat(passes).as("%s", plan).extracting(SamePass::start).isEqualTo(starts(plan));
      assertThat(passes).extracting(p -> List.of(p.from(), p.to())).isEqualTo(owned(plan));
      int length = plan.get("direct").getAsBoolean() ? frames : chunking.chunk();
      assertThat(passes).allMatch(p -> p.frames() == length);
    }
  }

  @Test
  void hasTheLengthsOfTheReference() throws IOException {
    for (var entry : entries("autoencoder_lengths")) {
      boolean isSmall = entry.get("autoencoder").getAsString().equals("same-s");
      try (var codec = SameSketch.codec(SameSketch.published(isSmall))) {
        int frames = entry.get("frames").getAsInt();
        if (entry.has("samples")) {
          int samples = entry.get("samples").getAsInt();
          assertThat(codec.encodedFrames(samples)).as("%s", entry).isEqualTo(frames);
        } else {
          int samples = entry.get("decoded_samples").getAsInt();
          int made = codec.decodedFrames(frames) * codec.hop();
          assertThat(made).as("%s", entry).isEqualTo(samples);
        }
      }
    }
  }

  @Test
  void coversEveryFrameOnceWithinBounds() {
    for (SameConfig config : List.of(SameSketch.chunks(), SameSketch.window())) {
      var stack = config.decoder();
      for (int frames = 1; frames < 700; frames += 1 + frames / 16) {
        int at = 0;
        for (var pass : SamePass.tiled(frames, stack)) {
          assertThat(pass.from()).isEqualTo(at);
          assertThat(pass.to()).isGreaterThan(at);
          assertThat(pass.start()).isBetween(0, at);
          assertThat(pass.frames()).isBetween(1, 128);
          at = pass.to();
        }
        assertThat(at).isEqualTo(stack.padded(frames));
      }
    }
  }

  private static List<Integer> starts(JsonObject plan) {
    var starts = new ArrayList<Integer>();
    plan.getAsJsonArray("starts").forEach(start -> starts.add(start.getAsInt()));
    return starts;
  }

  private static List<List<Integer>> owned(JsonObject plan) {
    var owned = new ArrayList<List<Integer>>();
    for (var range : plan.getAsJsonArray("owned")) {
      JsonArray ends = range.getAsJsonArray();
      owned.add(List.of(ends.get(0).getAsInt(), ends.get(1).getAsInt()));
    }
    return owned;
  }

  /// The entries of a list in every file of geometry found.
  private static List<JsonObject> entries(String list) throws IOException {
    var entries = new ArrayList<JsonObject>();
    for (var reference : GoldenCase.all(GoldenCase.root())) {
      var file = reference.file("geometry.json");
      if (Files.exists(file)) {
        var json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        json.getAsJsonArray(list).forEach(entry -> entries.add(entry.getAsJsonObject()));
      }
    }
    assumeThat(entries).as("reference geometry").isNotEmpty();
    return entries;
  }
}
