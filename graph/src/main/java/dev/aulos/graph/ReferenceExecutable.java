package dev.aulos.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A program with its parameters: runs step by step, dropping each value after its last use.
final class ReferenceExecutable implements Executable {
  private final Graph graph;
  private final Program program;
  private final List<Program.Step> steps;
  private final Map<String, Value> parameters;
  private volatile boolean closed;

  ReferenceExecutable(Graph graph, Program program, Map<String, Value> parameters) {
    this.graph = graph;
    this.program = program;
    this.steps = program.steps(graph.outputs().values());
    this.parameters = parameters;
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public Map<String, NdArray> run(
      Map<String, NdArray> inputs, Map<String, NdArray> outputs, Cancellation cancellation) {
    if (closed) {
      throw new IllegalStateException(graph.name() + " is closed; compile it again");
    }
    cancellation.check();
    var lengths = graph.lengths(inputs);
    OutputCheck.verify(graph, outputs, lengths);
    var interpreter = new Interpreter(lengths, inputs, parameters, cancellation);
    for (int i = 0; i < steps.size(); i++) {
      interpreter.run(steps.get(i), i);
    }
    return results(interpreter, outputs);
  }

  private Map<String, NdArray> results(Interpreter interpreter, Map<String, NdArray> given) {
    var results = new LinkedHashMap<String, NdArray>();
    graph
        .outputs()
        .forEach((name, tensor) -> {
          var value = interpreter.value(program.place(tensor));
          var array = given.get(name);
          results.put(name, array == null ? value.toArray() : value.writeTo(array));
        });
    return results;
  }

  @Override
  public void close() {
    closed = true;
    parameters.clear();
  }
}
