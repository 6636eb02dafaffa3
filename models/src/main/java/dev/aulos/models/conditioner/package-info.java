/// Small networks that turn numbers of a request into conditioning. Start at [NumberEmbedding].
package dev.aulos.models.conditioner;
