/// SAME, the transformer autoencoder of Stable Audio 3, in its small and its large form. Start at
/// [SameEncoder] and [SameDecoder].
///
/// Sound is cut into patches, patches into groups of `stride`; each group and its latent frame are
/// `stride + 1` neighbouring tokens of one transformer, which carries information from one to the
/// other. Each part is a record: `of` names its parameters as the published checkpoints do, `apply`
/// is its formula. Differences from the reference: weight norm is folded on load, and sliding
/// windows are computed group by group, so that cost grows with the length and not its square.
package dev.aulos.models.same;
