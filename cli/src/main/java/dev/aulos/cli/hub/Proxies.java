package dev.aulos.cli.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The proxies that the environment names, as other programs understand it: `https_proxy`,
/// `http_proxy`, `no_proxy`, in small or capital letters. Without them, Java's own settings.
final class Proxies extends ProxySelector {
  private final Map<String, String> environment;

  private Proxies(Map<String, String> environment) {
    this.environment = environment;
  }

  static ProxySelector ofEnvironment(Map<String, String> environment) {
    return new Proxies(Map.copyOf(environment));
  }

  @Override
  public List<Proxy> select(URI address) {
    var named = variable(address.getScheme().toLowerCase(Locale.ROOT) + "_proxy");
    if (named.isEmpty()) {
      return ProxySelector.getDefault().select(address);
    }
    if (isExcepted(address.getHost())) {
      return List.of(Proxy.NO_PROXY);
    }
    var proxy = URI.create(named.contains("://") ? named : "http://" + named);
    int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
    return List.of(
        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
  }

  private boolean isExcepted(String host) {
    for (var part : variable("no_proxy").split(",")) {
      var suffix = part.strip().replaceFirst("^\\*?\\.", "");
      if (suffix.equals("*")
          || (!suffix.isEmpty() && (host.equals(suffix) || host.endsWith("." + suffix)))) {
        return true;
      }
    }
    return false;
  }

  private String variable(String name) {
    var small = environment.get(name);
    var found = small == null ? environment.get(name.toUpperCase(Locale.ROOT)) : small;
    return found == null ? "" : found.strip();
  }

  @Override
  public void connectFailed(URI address, SocketAddress proxy, IOException cause) {
    // the request fails with the same cause, and says so
  }
}
