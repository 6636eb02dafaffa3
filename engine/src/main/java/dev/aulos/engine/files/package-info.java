/// A model's files: which there are, where they lie, and whether they hold what the configuration
/// says. Start at [ModelFiles].
package dev.aulos.engine.files;
