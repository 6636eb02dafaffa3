/// Low-rank adapters of a model's weights: LoRA (arXiv:2106.09685), DoRA (arXiv:2402.09353), BoRA
/// and their `-xs` forms (arXiv:2405.17604). Start at [Adapter], which is a file, and
/// [AdapterStack], which is weights.
///
/// An adapter acts on parameters by path: no network knows that there is such a thing.
package dev.aulos.engine.adapters;
