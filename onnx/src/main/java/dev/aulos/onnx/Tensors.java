package dev.aulos.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import java.util.LinkedHashMap;
import java.util.Map;

/// Arrays as ONNX Runtime sees them, by name: the same memory, no copy.
final class Tensors implements AutoCloseable {
  private final OrtEnvironment environment;
  private final Map<String, OnnxTensor> byName = new LinkedHashMap<>();

  Tensors(OrtEnvironment environment) {
    this.environment = environment;
  }

  void add(String name, NdArray array) throws OrtException {
    byName.put(
        name,
        OnnxTensor.createTensor(environment, array.bytes(), array.shape(), type(array.type())));
  }

  Map<String, OnnxTensor> byName() {
    return byName;
  }

  @Override
  public void close() {
    byName.values().forEach(OnnxTensor::close);
    byName.clear();
  }

  private static OnnxJavaType type(DType type) {
    return switch (type) {
      case F64 -> OnnxJavaType.DOUBLE;
      case F32 -> OnnxJavaType.FLOAT;
      case F16 -> OnnxJavaType.FLOAT16;
      case BF16 -> OnnxJavaType.BFLOAT16;
      case I64 -> OnnxJavaType.INT64;
      case I32 -> OnnxJavaType.INT32;
      case I16 -> OnnxJavaType.INT16;
      case I8 -> OnnxJavaType.INT8;
      case U8 -> OnnxJavaType.UINT8;
      case BOOL -> OnnxJavaType.BOOL;
    };
  }
}
