/// Files of models from the Hugging Face hub, over HTTP. Start at [Hub] and [Download].
@org.jspecify.annotations.NullMarked
package dev.aulos.cli.hub;
