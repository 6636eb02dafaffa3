/// Proof that this engine computes what the official code computes: reference cases from a folder,
/// run by the very classes that generate. Start at [Verifier].
package dev.aulos.engine.verify;
