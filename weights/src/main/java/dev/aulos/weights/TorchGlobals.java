package dev.aulos.weights;

import dev.aulos.graph.DType;
import dev.aulos.weights.Pickled.Dict;
import dev.aulos.weights.Pickled.Global;
import dev.aulos.weights.Pickled.Sequence;
import dev.aulos.weights.Pickled.Storage;
import dev.aulos.weights.Pickled.Tensor;
import dev.aulos.weights.Pickled.Text;
import dev.aulos.weights.Pickled.Thing;
import dev.aulos.weights.Pickled.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the few names that matter in a torch pickle stand for. Every other name yields an inert
/// [Thing].
final class TorchGlobals {
  private static final int MAX_RANK = 64;

  private static final Map<String, DType> STORAGE_TYPES =
      Map.of(
          "DoubleStorage", DType.F64,
          "FloatStorage", DType.F32,
          "HalfStorage", DType.F16,
          "BFloat16Storage", DType.BF16,
          "LongStorage", DType.I64,
          "IntStorage", DType.I32,
          "ShortStorage", DType.I16,
          "CharStorage", DType.I8,
          "ByteStorage", DType.U8,
          "BoolStorage", DType.BOOL);

  private static final Map<String, DType> DTYPES =
      Map.of(
          "float64", DType.F64,
          "float32", DType.F32,
          "float16", DType.F16,
          "bfloat16", DType.BF16,
          "int64", DType.I64,
          "int32", DType.I32,
          "int16", DType.I16,
          "int8", DType.I8,
          "uint8", DType.U8,
          "bool", DType.BOOL);

  private TorchGlobals() {}

  /// A pickle that calls a name with arguments we cannot make sense of.
  static final class BadCall extends Exception {
    private static final long serialVersionUID = 1L;

    BadCall(String message) {
      super(message);
    }
  }

  /// The value of `callable(*arguments)`.
  static Pickled call(Pickled callable, Pickled arguments) throws BadCall {
    if (!(callable instanceof Global global) || !(arguments instanceof Sequence sequence)) {
      return new Thing("object");
    }
    var args = sequence.items;
    return switch (global.qualified()) {
      case "collections.OrderedDict", "builtins.dict" -> collection(new Dict(), args);
      case "builtins.list", "builtins.tuple", "builtins.set", "torch.Size" ->
          collection(new Sequence(), args);
      case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" -> tensor(args);
      case "torch._utils._rebuild_tensor_v3" -> typedTensor(args);
      case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" ->
          argument(args, 0);
      case "torch._tensor._rebuild_from_type_v2" -> wrapped(args);
      default -> new Thing(global.qualified());
    };
  }

  /// The storage that a persistent id names: `('storage', type, key, location, elements)`.
  static Storage storage(Pickled id) throws BadCall {
    if (id instanceof Sequence tuple
        && tuple.items.size() >= 5
        && tuple.items.get(0) instanceof Text(var kind)
        && kind.equals("storage")
        && tuple.items.get(1) instanceof Global type
        && tuple.items.get(2) instanceof Text(var key)
        && tuple.items.get(4) instanceof Whole(var elements)
        && elements >= 0) {
      var dtype =
          type.name().equals("UntypedStorage")
              ? Optional.of(DType.U8)
              : Optional.ofNullable(STORAGE_TYPES.get(type.name()));
      return new Storage(type.name(), dtype, key, elements);
    }
    throw new BadCall("a persistent id that does not name a storage");
  }

  /// An empty collection, or the very one it is to be a copy of: copies would let a small pickle
  /// fill the memory.
  private static Pickled collection(Pickled empty, List<Pickled> args) {
    if (args.isEmpty()) {
      return empty;
    }
    return args.get(0).getClass() == empty.getClass() ? args.get(0) : new Thing("collection");
  }

  private static Tensor tensor(List<Pickled> args) throws BadCall {
    var storage = storageArgument(args);
    return tensor(args, storage.typeName(), storage.type());
  }

  private static Tensor typedTensor(List<Pickled> args) throws BadCall {
    if (argument(args, 6) instanceof Global dtype) {
      return tensor(args, dtype.qualified(), Optional.ofNullable(DTYPES.get(dtype.name())));
    }
    throw new BadCall("a tensor without a dtype");
  }

  private static Tensor tensor(List<Pickled> args, String typeName, Optional<DType> type)
      throws BadCall {
    var shape = numbers(argument(args, 2));
    var strides = numbers(argument(args, 3));
    if (shape.size() != strides.size()) {
      throw new BadCall(
          "a tensor of " + shape.size() + " extents and " + strides.size() + " strides");
    }
    return new Tensor(
        storageArgument(args), typeName, type, number(argument(args, 1)), shape, strides);
  }

  /// `_rebuild_from_type_v2(function, type, arguments, state)`: a tensor of a subclass.
  private static Pickled wrapped(List<Pickled> args) throws BadCall {
    var function = argument(args, 0);
    if (function instanceof Global global && global.name().equals("_rebuild_from_type_v2")) {
      throw new BadCall("a wrapped tensor within a wrapped tensor");
    }
    return call(function, argument(args, 2));
  }

  private static Storage storageArgument(List<Pickled> args) throws BadCall {
    if (argument(args, 0) instanceof Storage storage) {
      return storage;
    }
    throw new BadCall("a tensor without a storage");
  }

  private static List<Long> numbers(Pickled value) throws BadCall {
    if (!(value instanceof Sequence sequence) || sequence.items.size() > MAX_RANK) {
      throw new BadCall("a tensor whose shape or strides are not a tuple of at most " + MAX_RANK);
    }
    var numbers = new ArrayList<Long>();
    for (var item : sequence.items) {
      numbers.add(number(item));
    }
    return numbers;
  }

  private static long number(Pickled value) throws BadCall {
    if (value instanceof Whole(var number) && number >= 0) {
      return number;
    }
    throw new BadCall("a tensor whose offset, shape or strides are not whole numbers");
  }

  private static Pickled argument(List<Pickled> args, int index) throws BadCall {
    if (index >= args.size()) {
      throw new BadCall("a call with " + args.size() + " arguments, expected more");
    }
    return args.get(index);
  }
}
