/// Small networks that turn numbers of a request into conditioning. Start at [NumberConditioner].
///
/// [NumberEmbedding] learns its frequencies, [ExpoEmbedding] has the fixed ones of [ExpoFourier],
/// which also describe the time of a diffusion step.
package dev.aulos.models.conditioner;
