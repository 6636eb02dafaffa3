package dev.aulos.engine.files;

import dev.aulos.graph.Scope;

/// Where the networks lie in published checkpoints.
public final class Scopes {
  /// The diffusion transformer.
  public static final Scope TRANSFORMER = Scope.root().at("model", "model");

  /// The conditioners, by id.
  public static final Scope CONDITIONERS = Scope.root().at("conditioner", "conditioners");

  /// The codec.
  public static final Scope CODEC = Scope.root().at("pretransform", "model");

  private Scopes() {}
}
