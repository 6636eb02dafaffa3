/// `model_config.json` as records, read strictly. Start at [ModelConfig].
///
/// Mirrors the configuration of stable-audio-tools 0.0.19. An unknown key in a section that shapes
/// the network is an error with its path; sections for training are named and passed over.
package dev.aulos.models.config;
