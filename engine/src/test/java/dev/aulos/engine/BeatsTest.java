package dev.aulos.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.audio.Pcm;
import dev.aulos.engine.Inpaint.Region;
import dev.aulos.engine.files.RandomModel;
import dev.aulos.graph.NdArray;
import dev.aulos.testkit.Close;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model of Stable Audio 3 that is told the beats of prompts that name a tempo.
class BeatsTest {
  private static final Path PLAIN = Path.of("src/test/resources/golden/generation");
  private static final Duration OVERLAP = Duration.ofMillis(300);
  @TempDir private static Path folder;
  private static Aulos model;

  @BeforeAll
  static void open() throws IOException {
    var config = JsonParser.parseString(Files.readString(PLAIN.resolve("model_config.json")));
    var diffusion = config.getAsJsonObject().getAsJsonObject("model").getAsJsonObject("diffusion");
    JsonArray ids = diffusion.getAsJsonArray("local_add_cond_ids");
    ids.add("beats");
    JsonObject dit = diffusion.getAsJsonObject("config");
    dit.addProperty("local_add_cond_dim", dit.get("local_add_cond_dim").getAsInt() + 10);
    var text = Files.readString(PLAIN.resolve("t5gemma-b-b-ul2/config.json"));
    RandomModel.write(folder, config.toString(), text, 5);
    model = Aulos.open(folder);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static GenerateRequest request(String prompt, int startMilliseconds) {
    var item =
        Prompt.of(prompt)
            .withDuration(Duration.ofMillis(400))
            .withStart(Duration.ofMillis(startMilliseconds));
    return GenerateRequest.of(List.of(item)).withSteps(2).withSeed(3).withPeaks(Peaks.KEEP);
  }

  private static float[] sound(GenerateRequest request) {
    return model.generate(request).sound().planar();
  }

  @Test
  void theBeatsOfATempoLieWhereTheSoundBegins() {
    var atTheFirstBeat = sound(request("drums, 120 bpm", 0));
    assertThat(sound(request("drums, 120 bpm", 200))).isNotEqualTo(atTheFirstBeat);
    assertThat(sound(request("drums", 200))).isNotEqualTo(sound(request("drums", 0)));
  }

  private static GenerateRequest at(String prompt, double bpm) {
    return request(prompt, 0).withEach(p -> p.withTempo(bpm));
  }

  @Test
  void whereTheTextNamesNoTempoTheItemsCountsAndElseTheSeeds() {
    var free = request("drums", 0);
    double chosen = Tempos.inTime(free.prompts().get(0), 3).tempo().orElseThrow();
    var alone = sound(free);
    assertThat(alone).isEqualTo(sound(at("drums", chosen)));
    assertThat(alone).isNotEqualTo(sound(at("drums", chosen + 1)));
    assertThat(sound(at("drums, 120 bpm", 120))).isEqualTo(sound(request("drums, 120 bpm", 0)));
    assertThatThrownBy(() -> sound(at("drums, 120 bpm", 90)))
        .isInstanceOf(RequestException.class)
        .hasMessage("tempo 90: the prompt says 120 BPM; leave one of them out");
  }

  @Test
  void soundToGoOnFromMayHaveATempoOfItsOwn() {
    var source = Pcm.silence(44_100, 2, 17_640);
    var free = request("drums", 0).withInit(source, 1);
    var other = free.withEach(p -> p.withStart(Duration.ofMillis(200)));
    assertThat(sound(free)).isEqualTo(sound(other)).isNotEqualTo(sound(request("drums", 0)));
  }

  @Test
  void aTakeSaysAtWhichTempoItWasMade() {
    var free = request("drums", 0);
    var take = model.generate(free);
    var read = Settings.of(take.settings().toJson()).request();
    assertThat(read.prompts().get(0).tempo())
        .isEqualTo(Tempos.inTime(free.prompts().get(0), 3).tempo());
    var run = LongGeneration.of(model, free.withDuration(Duration.ofSeconds(1)), OVERLAP);
    while (run.advance()) {
      assertThat(run.progress().fraction()).isBetween(0.0, 1.0);
    }
    assertThat(run.take().settings().request().prompts().get(0).tempo())
        .isEqualTo(read.prompts().get(0).tempo());
  }

  @Test
  void eachItemOfABatchHasItsOwn() {
    var both =
        GenerateRequest.of(
                List.of(
                    request("drums", 0).prompts().get(0),
                    request("drums, 120 bpm", 200).prompts().get(0)))
            .withSteps(2)
            .withSeed(3)
            .withPeaks(Peaks.KEEP);
    var moved = both.withPrompts(List.of(both.prompts().get(0), atZero(both.prompts().get(1))));
    var takes = model.start(both);
    var others = model.start(moved);
    while (takes.advance() | others.advance()) {
      assertThat(takes.progress().fraction()).isBetween(0.0, 1.0);
    }
    var first = takes.takes().get(0).sound().planar();
    assertThat(others.takes().get(0).sound().planar()).isEqualTo(first);
    var second = takes.takes().get(1).sound().planar();
    assertThat(others.takes().get(1).sound().planar()).isNotEqualTo(second);
  }

  private static Prompt atZero(Prompt prompt) {
    return prompt.withStart(Duration.ZERO);
  }

  @Test
  void theyGoTogetherWithWhatIsKept() {
    var source = Pcm.silence(44_100, 2, 8820);
    var region = new Region(Duration.ofMillis(100), Duration.ofMillis(400));
    var inpaint = new Inpaint(source, List.of(region), false);
    var free = sound(request("drums, 120 bpm", 0));
    var first = sound(request("drums, 120 bpm", 0).withInpaint(inpaint));
    var later = sound(request("drums, 120 bpm", 200).withInpaint(inpaint));
    assertThat(first).isNotEqualTo(free).isNotEqualTo(later);
  }

  @Test
  void aChainGoesOnInTime() {
    var whole = request("drums, 120 bpm", 0).withDuration(Duration.ofMillis(1500));
    var run = LongGeneration.of(model, whole, OVERLAP);
    while (run.advance()) {
      assertThat(run.progress().fraction()).isBetween(0.0, 1.0);
    }
    var chain = Chain.of(model.info(), whole, 0, OVERLAP, Duration.ZERO);
    int context = chain.links().get(1).context();
    int from = chain.links().get(0).length() - context;
    var next =
        request("drums, 120 bpm", 0)
            .later(chain.time(from))
            .withDuration(chain.time(chain.links().get(1).length()))
            .withSeed(3 + 0x9e37_79b9L)
            .withInpaint(
                new Inpaint(
                    run.take().sound().slice(from, from + context),
                    List.of(
                        new Region(
                            chain.time(context - chain.seam(1)),
                            chain.time(chain.links().get(1).length()))),
                    true));
    int made = chain.links().get(1).length();
    var chained = run.take().sound().slice(from + context, from + made);
    var link = model.generate(next).sound().slice(context, made);
    assertThat(Close.maxAbs(array(link), array(chained))).isLessThan(1e-5);
    var late = model.generate(next.later(Duration.ofMillis(200))).sound();
    assertThat(Close.maxAbs(array(late.slice(context, made)), array(chained))).isGreaterThan(1e-2);
  }

  private static NdArray array(Pcm sound) {
    return NdArray.of(sound.planar(), sound.channels(), sound.frames());
  }
}
