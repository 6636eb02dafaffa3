/// What a checkpoint is, read from its `model_config.json`. Start at [ModelConfig].
package dev.aulos.models;
