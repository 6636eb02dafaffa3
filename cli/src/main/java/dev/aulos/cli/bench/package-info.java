/// How fast a model runs here, and how much memory it takes. Start at [Measurement].
package dev.aulos.cli.bench;
