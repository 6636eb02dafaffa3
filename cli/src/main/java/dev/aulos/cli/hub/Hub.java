package dev.aulos.cli.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/// The Hugging Face hub, or another server that answers `<hub>/<owner>/<name>/resolve/main/<file>`
/// as it does.
///
/// The user's token is sent to the hub's own host alone, never to those it redirects to.
public final class Hub implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int MOST_REDIRECTS = 10;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  private final URI base;
  private final Optional<String> token;
  private final HttpClient client;

  /// A hub at `base`, such as `https://huggingface.co`, asked with the user's token.
  public Hub(URI base, Optional<String> token) {
    this.base = base;
    this.token = token;
    client =
        HttpClient.newBuilder()
            .followRedirects(Redirect.NEVER)
            .connectTimeout(CONNECT)
            .proxy(Proxies.ofEnvironment(System.getenv()))
            .build();
  }

  /// Whether the user's token goes along.
  boolean hasToken() {
    return token.isPresent();
  }

  /// The page of a repository, where its licence can be read and accepted.
  public String page(String repository) {
    return base + "/" + repository;
  }

  /// Asks what a file is, not yet for the file.
  ///
  /// @throws IOException saying in one line what the hub, or the network, has against it
  public RemoteFile look(String repository, String file) throws IOException {
    var address = address(repository, file);
    var answer = send("HEAD", address, 0, true);
    answer.body().close();
    var status = answer.statusCode();
    if (status / 100 != 2 && !REDIRECTS.contains(status)) {
      throw Refusal.of(this, repository, file, answer);
    }
    var etag = etag(answer);
    var length =
        status / 100 == 2 ? answer.headers().firstValueAsLong("Content-Length") : noNumber();
    var linked = answer.headers().firstValueAsLong("X-Linked-Size");
    var sha256 = etag.filter(tag -> SHA_256.matcher(tag).matches());
    return new RemoteFile(
        repository, file, address, etag.orElse(""), linked.isPresent() ? linked : length, sha256);
  }

  /// Asks for a file from byte `from` on. The answer has status 200 (all of it), 206 (what was
  /// asked for) or 416 (there is nothing from there on); the caller closes its body.
  ///
  /// @throws IOException saying in one line what the hub, or the network, has against it
  HttpResponse<InputStream> open(RemoteFile file, long from) throws IOException {
    var answer = send("GET", file.address(), from, false);
    var status = answer.statusCode();
    if (status == 200 || status == 206 || status == 416) {
      return answer;
    }
    answer.body().close();
    throw Refusal.of(this, file.repository(), file.name(), answer);
  }

  private URI address(String repository, String file) {
    try {
      var path = base.getPath() + "/" + repository + "/resolve/main/" + file;
      return new URI(base.getScheme(), base.getAuthority(), path, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          repository + "/" + file + " cannot be part of an address: " + e.getReason(), e);
    }
  }

  /// Sends a request, and follows redirects.
  ///
  /// @param describedSuffices whether to stop at a redirect that describes the file
  private HttpResponse<InputStream> send(
      String method, URI first, long from, boolean describedSuffices) throws IOException {
    var address = first;
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      var answer = send(request(method, address, from));
      var described = answer.headers().firstValue("X-Linked-Etag").isPresent();
      if (!REDIRECTS.contains(answer.statusCode()) || (describedSuffices && described)) {
        return answer;
      }
      answer.body().close();
      address = next(address, answer);
    }
    throw new IOException(first + " redirects more than " + MOST_REDIRECTS + " times");
  }

  private HttpRequest request(String method, URI address, long from) {
    var request =
        HttpRequest.newBuilder(address)
            .method(method, BodyPublishers.noBody())
            .timeout(ANSWER)
            .header("User-Agent", "aulos")
            .header("Accept-Encoding", "identity");
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    if (isOwn(address)) {
      token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
    }
    return request.build();
  }

  /// Whether an address is the hub's own.
  boolean isOwn(URI address) {
    return base.getScheme().equalsIgnoreCase(address.getScheme())
        && base.getAuthority().equalsIgnoreCase(address.getAuthority());
  }

  private static URI next(URI address, HttpResponse<?> answer) throws IOException {
    var location = answer.headers().firstValue("Location").orElse("");
    URI next;
    try {
      next = address.resolve(new URI(location));
    } catch (URISyntaxException e) {
      throw new IOException(address + " redirects to no address: " + location, e);
    }
    var scheme = String.valueOf(next.getScheme()).toLowerCase(Locale.ROOT);
    if (location.isEmpty() || next.getHost() == null || !scheme.matches("https?")) {
      throw new IOException(address + " redirects to no address: '" + location + "'");
    }
    if (address.getScheme().equalsIgnoreCase("https") && !scheme.equals("https")) {
      throw new IOException(address + " redirects to an address without encryption: " + next);
    }
    return next;
  }

  private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    var host = request.uri().getHost();
    try {
      return client.send(request, BodyHandlers.ofInputStream());
    } catch (HttpTimeoutException e) {
      throw new IOException(host + " does not answer; try again later", e);
    } catch (ConnectException e) {
      var unknown = e.getCause() != null && isUnresolved(e.getCause());
      throw new IOException(
          unknown
              ? "no address for " + host + "; is this machine online?"
              : "cannot connect to " + host + "; is this machine online, behind a proxy?",
          e);
    } catch (SSLException e) {
      throw new IOException("no secure connection to " + host + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (IOException e) {
      throw new IOException("the connection to " + host + " broke: " + e.getMessage(), e);
    }
  }

  private static boolean isUnresolved(Throwable e) {
    return e instanceof UnresolvedAddressException
        || (e.getCause() != null && isUnresolved(e.getCause()));
  }

  /// What changes with the content: the hub's word on it, else the server's.
  static Optional<String> etag(HttpResponse<?> answer) {
    var headers = answer.headers();
    return headers
        .firstValue("X-Linked-Etag")
        .or(() -> headers.firstValue("ETag"))
        .map(tag -> tag.replaceFirst("^W/", "").replace("\"", ""));
  }

  private static OptionalLong noNumber() {
    return OptionalLong.empty();
  }

  @Override
  public void close() {
    client.close();
  }
}
