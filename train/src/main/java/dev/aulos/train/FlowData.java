package dev.aulos.train;

import java.util.Optional;

/// What a flow model is trained on.
///
/// @param latents of sounds, with captions
/// @param heldOut others, which it is measured by and never trained on
/// @param batches how batches are drawn of either
public record FlowData(Latents latents, Optional<Latents> heldOut, FlowBatches.Settings batches) {
  /// With nothing held out.
  public FlowData(Latents latents, FlowBatches.Settings batches) {
    this(latents, Optional.empty(), batches);
  }

  /// With batches drawn otherwise.
  public FlowData with(FlowBatches.Settings settings) {
    return new FlowData(latents, heldOut, settings);
  }

  /// With others to train on.
  public FlowData with(Latents others) {
    return new FlowData(others, heldOut, batches);
  }

  /// The batches that training draws, for these networks.
  ///
  /// @throws IllegalArgumentException if there is no item, or one is longer than all lengths
  public FlowBatches batches(FlowNetworks networks) {
    return new FlowBatches(networks, batches, latents);
  }
}
