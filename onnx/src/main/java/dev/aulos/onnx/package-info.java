/// Graphs run by ONNX Runtime. Start at [OrtBackend].
///
/// [Lowering] turns a graph into an [OnnxModel], [OnnxWriter] that into the bytes of an ONNX file,
/// and [OrtExecutable] runs them on parameters that stay where the weights keep them: a model never
/// holds their values.
package dev.aulos.onnx;
