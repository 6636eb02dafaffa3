package dev.aulos.weights;

import dev.aulos.weights.Pickled.Dict;
import dev.aulos.weights.Pickled.Entry;
import dev.aulos.weights.Pickled.Global;
import dev.aulos.weights.Pickled.Sequence;
import dev.aulos.weights.Pickled.Text;
import dev.aulos.weights.Pickled.Thing;
import dev.aulos.weights.Pickled.Whole;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A reader of pickles that can build values and run nothing.
///
/// It knows the binary opcodes that torch writes (protocols 2 to 5) and refuses all others. Calls
/// go to [TorchGlobals], where a closed set of names has a meaning. Time and memory are linear in
/// the size of the pickle, and that is limited.
final class Unpickler {
  static final int MAX_BYTES = 1 << 26;
  private static final int MAX_OPERATIONS = 4_000_000;
  private static final int MAX_LINE = 1024;

  private final Path file;
  private final long base;
  private final ByteBuffer in;
  private final List<Pickled> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Integer, Pickled> memo = new HashMap<>();
  private int at;

  private Unpickler(Path file, long base, ByteBuffer in) {
    this.file = file;
    this.base = base;
    this.in = in.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /// The value of a pickle that lies at `base` of a file.
  static Pickled read(Path file, long base, ByteBuffer pickle) throws WeightFormatException {
    var unpickler = new Unpickler(file, base, pickle);
    try {
      return unpickler.run();
    } catch (BufferUnderflowException e) {
      throw unpickler.fault("the pickle is cut short").causedBy(e);
    } catch (TorchGlobals.BadCall e) {
      throw unpickler.fault("the pickle has " + e.getMessage()).causedBy(e);
    }
  }

  private Pickled run() throws WeightFormatException, TorchGlobals.BadCall {
    for (int operations = 0; operations < MAX_OPERATIONS; operations++) {
      at = in.position();
      int op = in.get() & 0xff;
      if (op == '.') {
        return pop();
      }
      if (!push(op) && !collect(op) && !remember(op)) {
        throw fault(String.format("the pickle has the opcode 0x%02x, which is not allowed", op));
      }
    }
    throw fault("the pickle has more than " + MAX_OPERATIONS + " operations");
  }

  /// Opcodes that push a value of their own.
  private boolean push(int op) throws WeightFormatException {
    switch (op) {
      case 'N' -> stack.add(new Thing("None"));
      case 0x88, 0x89 -> stack.add(new Thing("bool"));
      case 'J' -> stack.add(new Whole(in.getInt()));
      case 'K' -> stack.add(new Whole(in.get() & 0xff));
      case 'M' -> stack.add(new Whole(in.getShort() & 0xffff));
      case 0x8a -> stack.add(longOf(in.get() & 0xff));
      case 0x8b -> stack.add(longOf(in.getInt()));
      case 'G' -> stack.add(bytes(8));
      case 'X' -> stack.add(text(in.getInt(), StandardCharsets.UTF_8));
      case 0x8c -> stack.add(text(in.get() & 0xff, StandardCharsets.UTF_8));
      case 0x8d -> stack.add(text(in.getLong(), StandardCharsets.UTF_8));
      case 'T' -> stack.add(text(in.getInt(), StandardCharsets.ISO_8859_1));
      case 'U' -> stack.add(text(in.get() & 0xff, StandardCharsets.ISO_8859_1));
      case 'B' -> stack.add(bytes(in.getInt()));
      case 'C' -> stack.add(bytes(in.get() & 0xff));
      case 0x8e, 0x96 -> stack.add(bytes(in.getLong()));
      case ']', ')', 0x8f -> stack.add(new Sequence());
      case '}' -> stack.add(new Dict());
      case 'c' -> stack.add(new Global(line(), line()));
      default -> {
        return false;
      }
    }
    return true;
  }

  /// Opcodes that make a value of those on the stack, or put them into one.
  private boolean collect(int op) throws WeightFormatException, TorchGlobals.BadCall {
    switch (op) {
      case '(' -> marks.push(stack.size());
      case 't', 'l', 0x91 -> stack.add(sequence(popMarked()));
      case 0x85 -> stack.add(sequence(popMany(1)));
      case 0x86 -> stack.add(sequence(popMany(2)));
      case 0x87 -> stack.add(sequence(popMany(3)));
      case 'd' -> stack.add(dict(popMarked()));
      case 'a' -> append(popMany(1));
      case 'e', 0x90 -> append(popMarked());
      case 's' -> setItems(popMany(2));
      case 'u' -> setItems(popMarked());
      case 0x93 -> stack.add(global(popMany(2)));
      case 'R', 0x81 -> call(popMany(2));
      case 0x92 -> call(popMany(3));
      case 'Q' -> stack.add(TorchGlobals.storage(pop()));
      case 'b' -> {
        pop(); // the state of an object: attributes, never tensors of a plain state_dict
        top();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /// Opcodes of the memo, the stack as such, and the framing.
  private boolean remember(int op) throws WeightFormatException {
    switch (op) {
      case 'q' -> memo.put(in.get() & 0xff, top());
      case 'r' -> memo.put(in.getInt(), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 'h' -> stack.add(recall(in.get() & 0xff));
      case 'j' -> stack.add(recall(in.getInt()));
      case '0' -> pop();
      case '1' -> popMarked();
      case '2' -> stack.add(top());
      case 0x80 -> checkProtocol(in.get());
      case 0x95 -> in.getLong(); // the length of a frame
      default -> {
        return false;
      }
    }
    return true;
  }

  private void checkProtocol(int protocol) throws WeightFormatException {
    if (protocol < 2 || protocol > 5) {
      throw fault("the pickle has protocol " + protocol + ", expected 2 to 5");
    }
  }

  private void call(List<Pickled> parts) throws TorchGlobals.BadCall {
    stack.add(TorchGlobals.call(parts.get(0), parts.get(1)));
  }

  private Pickled recall(int index) throws WeightFormatException {
    var value = memo.get(index);
    if (value == null) {
      throw fault("the pickle recalls value " + index + ", which it has not stored");
    }
    return value;
  }

  private static Sequence sequence(List<Pickled> items) {
    var sequence = new Sequence();
    sequence.items.addAll(items);
    return sequence;
  }

  private Dict dict(List<Pickled> items) throws WeightFormatException {
    var dict = new Dict();
    addEntries(dict, items);
    return dict;
  }

  private void append(List<Pickled> items) throws WeightFormatException {
    if (top() instanceof Sequence sequence) {
      sequence.items.addAll(items);
    }
  }

  private void setItems(List<Pickled> items) throws WeightFormatException {
    if (top() instanceof Dict dict) {
      addEntries(dict, items);
    }
  }

  private void addEntries(Dict dict, List<Pickled> items) throws WeightFormatException {
    if (items.size() % 2 != 0) {
      throw fault("the pickle has a key without a value");
    }
    for (int i = 0; i < items.size(); i += 2) {
      dict.entries.add(new Entry(items.get(i), items.get(i + 1)));
    }
  }

  private Global global(List<Pickled> names) throws WeightFormatException {
    if (names.get(0) instanceof Text(var module) && names.get(1) instanceof Text(var name)) {
      return new Global(module, name);
    }
    throw fault("the pickle has a name that is not text");
  }

  private Pickled longOf(int length) throws WeightFormatException {
    if (length < 0 || length > 8) {
      skip(length);
      return new Thing("int");
    }
    if (in.remaining() < length) {
      throw new BufferUnderflowException();
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      long b = i == length - 1 ? in.get() : in.get() & 0xff; // the last byte has the sign
      value |= b << (8 * i);
    }
    return new Whole(value);
  }

  private Text text(long length, Charset charset) throws WeightFormatException {
    var bytes = new byte[take(length)];
    in.get(bytes);
    return new Text(new String(bytes, charset));
  }

  private Thing bytes(long length) throws WeightFormatException {
    skip(length);
    return new Thing("bytes or number");
  }

  private void skip(long length) throws WeightFormatException {
    FileBytes.window(in, in.position() + take(length), in.limit());
  }

  private int take(long length) throws WeightFormatException {
    if (length < 0 || length > in.remaining()) {
      throw fault(
          "the pickle has a value of " + length + " bytes, " + in.remaining() + " are left");
    }
    return (int) length;
  }

  private String line() throws WeightFormatException {
    var bytes = new StringBuilder();
    for (char c = (char) (in.get() & 0xff); c != '\n'; c = (char) (in.get() & 0xff)) {
      if (bytes.length() == MAX_LINE) {
        throw fault("the pickle has a name of more than " + MAX_LINE + " bytes");
      }
      bytes.append(c);
    }
    return bytes.toString();
  }

  private Pickled top() throws WeightFormatException {
    requireAboveMark(1);
    return stack.get(stack.size() - 1);
  }

  private Pickled pop() throws WeightFormatException {
    requireAboveMark(1);
    return stack.remove(stack.size() - 1);
  }

  private List<Pickled> popMany(int count) throws WeightFormatException {
    requireAboveMark(count);
    return popFrom(stack.size() - count);
  }

  private List<Pickled> popMarked() throws WeightFormatException {
    var mark = marks.poll();
    if (mark == null) {
      throw fault("the pickle closes what it has not opened");
    }
    return popFrom(mark);
  }

  private List<Pickled> popFrom(int start) {
    var tail = stack.subList(start, stack.size());
    var items = new ArrayList<>(tail);
    tail.clear();
    return items;
  }

  private void requireAboveMark(int count) throws WeightFormatException {
    var mark = marks.peek();
    if (stack.size() - (mark == null ? 0 : mark) < count) {
      throw fault("the pickle takes more values than it has made");
    }
  }

  private WeightFormatException fault(String fault) {
    return WeightFormatException.at(file, base + at, fault);
  }
}
