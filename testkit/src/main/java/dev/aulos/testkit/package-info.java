/// What the tests of every module share: reference cases found on disk, and contracts that every
/// implementation of an interface must keep. Start at [GoldenCase].
package dev.aulos.testkit;
