package dev.aulos.cli.hub;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/// A file on the hub, as the hub describes it.
///
/// @param repository such as `owner/name`
/// @param name path within the repository
/// @param address where the hub gives it, or says who does
/// @param etag changes with the content; empty if the hub does not say
/// @param size in bytes, if the hub says
/// @param sha256 of the content, 64 hexadecimal digits, if the hub says
public record RemoteFile(
    String repository,
    String name,
    URI address,
    String etag,
    OptionalLong size,
    Optional<String> sha256) {}
