package dev.aulos.train.clap;

import dev.aulos.graph.Weights;
import dev.aulos.train.FlowNetworks;

/// A CLAP of two views and five numbers that has learned nothing.
public final class TinyClap {
  static final ClapConfig CONFIG = new ClapConfig(0, 2, 6, 5);

  private TinyClap() {}

  /// One beside a flow model.
  public static Clap of(FlowNetworks flow, Weights model) {
    var networks = new ClapNetworks(flow, CONFIG);
    return new Clap(networks, networks.start(model, 5));
  }
}
