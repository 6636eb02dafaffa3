package dev.aulos.cli.hub;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;

/// Why a hub does not give a file, in one line, with what to do.
final class Refusal {
  private Refusal() {}

  static IOException of(Hub hub, String repository, String file, HttpResponse<?> answer) {
    var host = answer.uri().getHost();
    var code = answer.headers().firstValue("X-Error-Code").orElse("");
    if (!hub.isOwn(answer.uri())) {
      return new IOException(
          host + " refuses " + file + " with status " + answer.statusCode() + "; try again");
    }
    if (code.equals("RepoNotFound") && List.of(401, 403, 404).contains(answer.statusCode())) {
      return new IOException(
          "there is no repository " + repository + " on " + host + ", or it is private");
    }
    return new IOException(
        switch (answer.statusCode()) {
          case 401, 403 -> gated(hub, repository);
          case 404 -> repository + " has no file " + file + " on " + host;
          case 429 -> host + " asks for fewer requests; try again in some minutes";
          default -> host + " answers with status " + answer.statusCode() + " for " + file;
        });
  }

  private static String gated(Hub hub, String repository) {
    var what = repository + " is gated: ";
    var licence = "accept its licence at " + hub.page(repository);
    return hub.hasToken()
        ? what + licence + " as the user whose token you gave, and give it the right to read"
        : what + licence + ", make a token at " + hub.page("settings/tokens") + ", set HF_TOKEN";
  }
}
