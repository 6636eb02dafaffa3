/// How the embedded model is made.
package dev.aulos.recipe;
