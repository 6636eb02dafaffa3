/// Vocabularies made from captions. Start at [BytePairs].
package dev.aulos.train.text;
