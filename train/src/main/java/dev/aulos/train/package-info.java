/// Training: a loss becomes a graph, its gradients another, and an optimizer moves the parameters.
package dev.aulos.train;
