/// Stored tensors as [dev.aulos.graph.Weights]: memory-mapped, checked, and under the names the
/// networks use. Start at [Checkpoint].
///
/// [Safetensors], the torch reader behind [Checkpoint], [Npy] and [Npz] are the file formats;
/// [DiffusersFolder] knows other layouts; [WeightViews] combines stores; [WeightContract] says
/// whether a store is what a network asks for. Nothing in a file is ever executed.
package dev.aulos.weights;
