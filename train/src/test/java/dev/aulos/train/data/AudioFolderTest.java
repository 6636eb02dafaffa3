package dev.aulos.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioFolderTest {
  @TempDir Path path;
  private TestFolder folder = new TestFolder(Path.of(""));

  @BeforeEach
  void open() {
    folder = new TestFolder(path);
  }

  private void fails(String message) {
    assertThatThrownBy(folder::list)
        .isInstanceOf(DatasetException.class)
        .hasMessage(message.replace("$", path.toString()));
  }

  /// Files are only listed: nothing need be in them.
  private TestFolder empty(String... names) throws IOException {
    for (var name : names) {
      folder.text(name, "");
    }
    return folder;
  }

  @Test
  void listsByPathWithoutHiddenFiles() throws IOException {
    empty("b.wav", "a/z.aiff", "a.wav", "B/x.flac", ".hidden.wav", ".cache/y.wav", "notes.md");
    assertThat(folder.list().all())
        .extracting(Recording::name)
        .containsExactly("B/x.flac", "a.wav", "a/z.aiff", "b.wav");
  }

  @Test
  void readsWhatFilesBesideASoundSay() throws IOException {
    empty("a.wav", "b.wav", "c.wav", "d.wav");
    folder
        .text("a.txt", " rain on a roof \n")
        .text("b.json", "{\"prompt\": \"wind\", \"license\": \"CC0-1.0\", \"url\": \"http://x\"}")
        .text("c.json", "{\"captions\": [\"one\", \" \", \"two\"], \"bpm\": 120}")
        .text("d.json", "{\"licence\": \"MIT\"}")
        .text("d.txt", "from the text");
    var all = folder.list().all();
    assertThat(all.get(0).captions()).containsExactly("rain on a roof");
    assertThat(all.get(0).licence()).isEmpty();
    assertThat(all.get(1).captions()).containsExactly("wind");
    assertThat(all.get(1).licence()).contains("CC0-1.0");
    assertThat(all.get(1).source()).contains("http://x");
    assertThat(all.get(2).captions()).containsExactly("one", "two");
    assertThat(all.get(3).captions()).containsExactly("from the text");
    assertThat(all.get(3).licence()).contains("MIT");
  }

  @Test
  void readsATableWithQuotesAsTheStandardHasThem() throws IOException {
    empty("a.wav", "sub/b.wav", "c.wav");
    folder.text(
        "captions.csv",
        "\ufefffile_name,Caption,licence\r\n"
            + "a.wav,\"a \"\"big\"\" bell, far\r\naway\",CC0-1.0\r\n"
            + "./sub\\b.wav,plain,\r\n"
            + "\r\n"
            + "a.wav,a second one,CC0-1.0");
    var all = folder.list().all();
    assertThat(all.get(0).captions())
        .containsExactly("a \"big\" bell, far\r\naway", "a second one");
    assertThat(all.get(0).licence()).contains("CC0-1.0");
    assertThat(all.get(1).captions()).isEmpty();
    assertThat(all.get(2).captions()).containsExactly("plain");
    assertThat(all.get(2).licence()).isEmpty();
  }

  @Test
  void readsATableOfJsonLines() throws IOException {
    empty("a.wav", "b.wav");
    folder.text(
        "metadata.jsonl",
        "{\"file_name\": \"a.wav\", \"text\": \"bird\", \"source\": \"my garden\"}\n\n"
            + "{\"file\": \"b.wav\", \"captions\": [\"x\", \"y\"]}\n");
    var all = folder.list().all();
    assertThat(all.get(0).captions()).containsExactly("bird");
    assertThat(all.get(0).source()).contains("my garden");
    assertThat(all.get(1).captions()).containsExactly("x", "y");
  }

  @Test
  void givesDefaultsToWhatSaysNothing() throws IOException {
    empty("a.wav", "b.wav");
    folder
        .text("dataset.json", "{\"licence\": \"CC-BY-4.0\", \"source\": \"our studio\"}")
        .text("b.json", "{\"licence\": \"CC0-1.0\"}");
    var all = folder.list().all();
    assertThat(all.get(0).licence()).contains("CC-BY-4.0");
    assertThat(all.get(1).licence()).contains("CC0-1.0");
    assertThat(all).allSatisfy(one -> assertThat(one.source()).contains("our studio"));
  }

  @Test
  void takesNamesInAnyScript() throws IOException {
    empty("Vögel/日本の雨 🌧.wav");
    folder
        .text("Vögel/日本の雨 🌧.txt", "雨の音")
        .text("captions.csv", "file,licence\nVo\u0308gel/日本の雨 🌧.wav,CC0-1.0\n"); // decomposed ö
    var only = folder.list().all().get(0);
    assertThat(only.captions()).containsExactly("雨の音");
    assertThat(only.licence()).contains("CC0-1.0");
  }

  @Test
  void refusesAFolderWithoutSounds() throws IOException {
    fails("$: no sound files in it or below it, expected .wav or .aiff files");
    folder.text("file", "");
    var missing = path.resolve("none");
    assertThatThrownBy(() -> AudioFolder.list(missing)).hasMessage(missing + ": no such folder");
    var file = path.resolve("file");
    assertThatThrownBy(() -> AudioFolder.list(file))
        .hasMessage(file + ": is a file, expected a folder");
  }

  @Test
  void refusesBrokenSidecars() throws IOException {
    empty("a.wav");
    folder.text("a.json", "{\"caption\": 3}");
    fails("$/a.json: 'caption' is 3, expected a text in quotes");
    folder.text("a.json", "{\"captions\": [\"x\", null]}");
    fails("$/a.json: 'captions' is null, expected a text in quotes");
    folder.text("a.json", "{\"licence\": {}}");
    fails("$/a.json: 'licence' is {}, expected a text in quotes");
    folder.text("a.json", "[1]");
    fails("$/a.json: is no JSON object, expected one as {\"caption\": \"rain on a tin roof\"}");
    folder.text("a.json", "{\"caption\": \"x\"} y");
    assertThatThrownBy(folder::list)
        .hasMessageContaining("a.json: is not JSON: malformed at line 1 column");
  }

  @Test
  void refusesTextThatIsNotUtf8() throws IOException {
    empty("a.wav");
    Files.write(path.resolve("a.txt"), new byte[] {'a', (byte) 0xe4, 'b'});
    fails("$/a.txt: is not UTF-8 text; save it as UTF-8");
  }

  @Test
  void tellsOfAllFaultsAtOnce() throws IOException {
    empty("a.wav", "b.wav");
    folder
        .text("a.json", "{\"caption\": 3}")
        .text("captions.csv", "file_name,caption\nb.wav,x\nmissing.wav,y\n");
    fails(
        "$: 2 faults:\n"
            + "  $/a.json: 'caption' is 3, expected a text in quotes\n"
            + "  $/captions.csv line 3: missing.wav is not in the folder");
  }

  @Test
  void refusesBrokenTables() throws IOException {
    empty("a.wav");
    var at = "$/captions.csv line ";
    folder.text("captions.csv", "");
    fails("$/captions.csv: is empty, expected a first line with the columns file_name and caption");
    folder.text("captions.csv", "sound,caption\na.wav,x\n");
    fails(at + "1: the columns are [sound, caption], expected one of file_name, file, path, name");
    folder.text("captions.csv", "file,caption\na.wav,rain, heavy\n");
    fails(
        at
            + "2: has 3 fields, expected 2 as in the first line; put quotes around a field that"
            + " holds a comma");
    folder.text("captions.csv", "file,caption\na.wav,\"rain\nand more");
    fails(at + "2: opens a quote that nothing closes");
    folder.text("captions.csv", "file,caption\na.wav,\"rain\" x\n");
    fails(at + "2: has something behind a closing quote, expected a comma or the line's end");
    folder.text("captions.csv", "file,caption\na.wav,12\" drum\n");
    fails(at + "2: has a quote within a field; put the field in quotes and write the quote twice");
    folder.text("captions.csv", "file,caption\n,x\n");
    fails(at + "2: has an empty file name");
    folder.text("captions.csv", "file,licence\na.wav,MIT\na.wav,CC0\n");
    fails(at + "3: on a.wav gives the licence 'CC0', another line 'MIT'");
  }

  @Test
  void refusesBrokenJsonLines() throws IOException {
    empty("a.wav");
    var at = "$/metadata.jsonl line ";
    folder.text("metadata.jsonl", "{\"file\": \"a.wav\"}\n{\"caption\": \"x\"}\n");
    fails(at + "2: the object has no file name, expected one of file_name, file, path, name");
    folder.text("metadata.jsonl", "{\"file\": 1}\n");
    fails(at + "1: 'file' is no text, expected a path in quotes");
    folder.text("metadata.jsonl", "{\"file\": \"a.wav\", \"text\": 1}\n");
    fails(at + "1: 'text' is 1, expected a text in quotes");
    folder.text("metadata.jsonl", "\n[]\n");
    fails(at + "2: is no JSON object, expected one as {\"caption\": \"rain on a tin roof\"}");
    folder.text("metadata.jsonl", "{\"file\": \"a.wav\"");
    assertThatThrownBy(folder::list).hasMessageContaining("metadata.jsonl line 1: is not JSON: ");
  }

  @Test
  void refusesTwoTablesAndASharedCaption() throws IOException {
    empty("a.wav");
    folder.text("dataset.json", "{\"caption\": \"all\"}");
    fails(
        "$/dataset.json: has a caption, which no set of sounds shares; expected licence and"
            + " source");
    folder.text("captions.csv", "file\na.wav\n").text("metadata.jsonl", "");
    fails("$: has both captions.csv and metadata.jsonl, expected one of them");
  }

  @Test
  void listsLatentsWithWhatIsKnownOfThem() throws IOException {
    empty("a.npy");
    assertThatThrownBy(() -> LatentFolder.list(path))
        .hasMessage(path.resolve("a.npy") + ": has no a.json beside it; make both by pre-encode");
    folder.text("a.json", "{\"prompt\": \"x\"}");
    assertThatThrownBy(() -> LatentFolder.list(path))
        .hasMessage(
            path.resolve("a.json") + ": 'seconds_total' is missing, expected a number of seconds");
    folder.text("a.json", "{\"prompt\": \"x\", \"seconds_total\": 1, \"padding_mask\": 7}");
    assertThatThrownBy(() -> LatentFolder.list(path))
        .hasMessage(path.resolve("a.json") + ": 'padding_mask' is no list of 0 and 1");
    folder
        .text("a.json", "{\"prompt\": \"x\", \"seconds_total\": 1, \"padding_mask\": [1, 1, 0]}")
        .text("dataset.json", "{\"licence\": \"CC0-1.0\"}");
    var only = LatentFolder.list(path).all().get(0);
    assertThat(only.captions()).isEqualTo(List.of("x"));
    assertThat(only.licence()).contains("CC0-1.0");
    Files.delete(path.resolve("a.npy"));
    assertThatThrownBy(() -> LatentFolder.list(path))
        .hasMessage(
            path + ": no latents in it or below it, expected .npy files; make them by pre-encode");
  }
}
