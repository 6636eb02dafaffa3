package dev.aulos.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// A hub as the program sees it, on this machine: one server that knows the files and redirects to
/// another one that has them. It can misbehave as real ones do.
final class FakeHub implements AutoCloseable {
  /// A request as it arrived: `<method> <path>`, the token that came along, the range asked for.
  record Request(String line, String authorization, String range) {}

  private final HttpServer hub;
  private final HttpServer store;
  private final Map<String, byte[]> files = new HashMap<>();
  private final List<Request> atHub = Collections.synchronizedList(new ArrayList<>());
  private final List<Request> atStore = Collections.synchronizedList(new ArrayList<>());

  /// The status that the hub refuses everything with; 0 for none.
  volatile int refusal;

  /// The `X-Error-Code` of refusals.
  volatile String errorCode = "GatedRepo";

  /// The size that the hub tells of every file; 0 for the true one.
  volatile long toldSize;

  /// How many answers end in the middle.
  volatile int cuts;

  /// Whether the store gives the whole file whatever was asked for.
  volatile boolean ignoresRanges;

  /// Whether the hub tells of another content than the store has.
  volatile boolean liesAboutContent;

  /// Whether the hub tells nothing of size and content.
  volatile boolean isTaciturn;

  FakeHub() throws IOException {
    store = server(this::give, atStore);
    hub = server(this::redirect, atHub);
  }

  /// Answers one request.
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private static HttpServer server(Answer answer, List<Request> log) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          log.add(
              new Request(
                  exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(),
                  String.valueOf(headers.getFirst("Authorization")),
                  String.valueOf(headers.getFirst("Range"))));
          try (exchange) {
            answer.to(exchange);
          }
        });
    server.start();
    return server;
  }

  String address() {
    return "http://127.0.0.1:" + hub.getAddress().getPort();
  }

  void put(String repository, String file, byte[] content) {
    files.put("/" + repository + "/resolve/main/" + file, content);
  }

  List<Request> atHub() {
    return List.copyOf(atHub);
  }

  List<Request> atStore() {
    return List.copyOf(atStore);
  }

  private void redirect(HttpExchange exchange) throws IOException {
    if (refusal != 0) {
      exchange.getResponseHeaders().set("X-Error-Code", errorCode);
      exchange.sendResponseHeaders(refusal, -1);
      return;
    }
    var path = exchange.getRequestURI().getPath();
    var content = files.get(path);
    if (content == null) {
      exchange.getResponseHeaders().set("X-Error-Code", "EntryNotFound");
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    var headers = exchange.getResponseHeaders();
    if (!isTaciturn) {
      var told = liesAboutContent ? new byte[] {1, 2, 3} : content;
      headers.set("X-Linked-Etag", '"' + sha256(told) + '"');
      headers.set("X-Linked-Size", Long.toString(toldSize == 0 ? content.length : toldSize));
    }
    headers.set("Location", "http://127.0.0.1:" + store.getAddress().getPort() + path);
    exchange.sendResponseHeaders(302, -1);
  }

  private void give(HttpExchange exchange) throws IOException {
    var content = files.get(exchange.getRequestURI().getPath());
    var range = exchange.getRequestHeaders().getFirst("Range");
    int from = 0;
    int status = 200;
    if (range != null && !ignoresRanges) {
      from = Integer.parseInt(range.replaceAll("\\D", ""));
      status = 206;
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
    int length = content.length - from;
    exchange.getResponseHeaders().set("ETag", "\"of-the-store\"");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(status, length);
    boolean cut = cuts > 0;
    cuts = Math.max(0, cuts - 1);
    exchange.getResponseBody().write(content, from, cut ? length / 2 : length);
    exchange.getResponseBody().flush();
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  @Override
  public void close() {
    hub.stop(0);
    store.stop(0);
  }
}
