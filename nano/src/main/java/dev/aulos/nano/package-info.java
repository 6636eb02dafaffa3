/// The model that comes with the product: small, made of computed sounds alone, under the product's
/// own licence. Start at [Nano].
package dev.aulos.nano;
