package dev.aulos.onnx;

import ai.onnxruntime.OrtException;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Executable;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Tensor;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// A graph in a session of ONNX Runtime. Inputs are read and outputs written where their arrays
/// lie. Runs may overlap: on several processors, overlapping runs of one thread each leave no
/// kernel waiting for another, where one run of several threads does.
///
/// A cancelled run is given up within a tenth of a second, though it may go on to the end of a long
/// node: until then it writes to the arrays given for its outputs, and [#close] waits for it.
public final class OrtExecutable implements Executable {
  private final Graph graph;
  private final OnnxModel model;
  private final OrtOptions options;
  private final OrtBackend.OpenSession open;
  private final Lock inUse;
  private final Lock atRest;
  private boolean closed;

  OrtExecutable(Graph graph, OnnxModel model, OrtOptions options, OrtBackend.OpenSession open) {
    this.graph = graph;
    this.model = model;
    this.options = options;
    this.open = open;
    var locks = new ReentrantReadWriteLock();
    inUse = locks.readLock();
    atRest = locks.writeLock();
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public Map<String, NdArray> run(
      Map<String, NdArray> inputs, Map<String, NdArray> outputs, Cancellation cancellation) {
    cancellation.check();
    var results = results(outputs, graph.lengths(inputs));
    if (!Runs.await(() -> compute(inputs, results, cancellation), cancellation)) {
      throw new CancellationException(graph.name() + " was cancelled");
    }
    return results;
  }

  private void compute(
      Map<String, NdArray> inputs, Map<String, NdArray> results, Cancellation cancellation) {
    inUse.lock();
    try (var in = new Tensors(open.environment());
        var out = new Tensors(open.environment())) {
      requireOpen();
      for (var name : graph.inputs().keySet()) {
        in.add(name, given(inputs, name));
      }
      int i = 0;
      for (var result : results.values()) {
        out.add(model.outputs().get(i++).name(), result);
      }
      run(in, out, cancellation);
    } catch (OrtException e) {
      throw failure(e, cancellation);
    } finally {
      inUse.unlock();
    }
  }

  private void run(Tensors in, Tensors out, Cancellation cancellation) throws OrtException {
    var run = new Run();
    var registration = cancellation.onCancel(run::terminate);
    try (run;
        registration) {
      run.on(open.session(), in, out);
    }
  }

  private RuntimeException failure(OrtException e, Cancellation cancellation) {
    if (!cancellation.isCancelled()) {
      return new IllegalStateException(graph.name() + ": " + e.getMessage(), e);
    }
    var cancelled = new CancellationException(graph.name() + " was cancelled");
    cancelled.initCause(e);
    return cancelled;
  }

  private static NdArray given(Map<String, NdArray> arrays, String name) {
    var array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("input '" + name + "' is missing");
    }
    return array;
  }

  /// An array for every output: the one given, or a new one.
  private Map<String, NdArray> results(Map<String, NdArray> given, Map<String, Long> lengths) {
    for (var name : given.keySet()) {
      if (!graph.outputs().containsKey(name)) {
        throw new IllegalArgumentException(
            String.format(
                "%s has no output '%s', it has %s", graph.name(), name, graph.outputs().keySet()));
      }
    }
    var results = new LinkedHashMap<String, NdArray>();
    graph
        .outputs()
        .forEach((name, tensor) -> results.put(name, result(name, tensor, given, lengths)));
    return results;
  }

  private NdArray result(
      String name, Tensor tensor, Map<String, NdArray> given, Map<String, Long> lengths) {
    var shape = tensor.shape().at(lengths);
    var array = given.get(name);
    if (array == null) {
      return NdArray.zeros(tensor.type(), shape);
    }
    if (array.type() != tensor.type() || !Arrays.equals(array.shape(), shape)) {
      throw new IllegalArgumentException(
          String.format(
              "%s: the array for output '%s' is %s, expected %s%s",
              graph.name(), name, array, tensor.type(), Arrays.toString(shape)));
    }
    return array;
  }

  /// Where the time of all runs so far went. Call it once: it ends the recording.
  ///
  /// @throws IllegalStateException if the backend's options do not ask for profiles
  public Profile profile() {
    if (options.profileFolder().isEmpty()) {
      throw new IllegalStateException(
          graph.name() + " keeps no profile; compile it with OrtOptions.withProfileFolder");
    }
    inUse.lock();
    try {
      requireOpen();
      return Profile.read(Paths.get(open.session().endProfiling()));
    } catch (OrtException e) {
      throw new IllegalStateException(graph.name() + ": " + e.getMessage(), e);
    } finally {
      inUse.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(graph.name() + " is closed; compile it again");
    }
  }

  /// Frees the session, once no run is in progress.
  @Override
  public void close() {
    atRest.lock();
    try {
      if (!closed) {
        closed = true;
        free();
      }
    } finally {
      atRest.unlock();
    }
  }

  private void free() {
    try {
      open.session().close();
    } catch (OrtException e) {
      throw new IllegalStateException(graph.name() + ": " + e.getMessage(), e);
    } finally {
      open.bound().close();
    }
  }
}
