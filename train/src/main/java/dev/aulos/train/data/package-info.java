/// What training learns from: folders of sounds and of latents, the gate they pass, and the order
/// they are taken in.
///
/// Start at [Gate], which turns a [Recordings] into a [Manifest] and a report, then at [Items],
/// which gives a manifest's crops. [Fingerprint] tells sounds that are the same from those that are
/// not. Timing and padding follow `stable_audio_tools/data/dataset.py`.
package dev.aulos.train.data;
