/// Fine-tuning of an opened Stable Audio 3 model on latents with captions: all of it
/// ([FullTuningTask]), or low-rank adapters beside it ([AdapterTask]). Start at [BaseModel].
///
/// A tuning task leaves the flow's loss to [dev.aulos.train.FlowTask], which trains a weight as if
/// it were free; the gradients of an adapter's factors follow by the chain rule. No network knows
/// that there are adapters.
package dev.aulos.train.tuning;
