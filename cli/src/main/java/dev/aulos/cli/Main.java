package dev.aulos.cli;

import dev.aulos.engine.BrokenOutputException;
import dev.aulos.engine.RequestException;
import dev.aulos.train.DivergedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The program `aulos`: its commands, and how their failures are told.
@Command(
    name = "aulos",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Text to audio on your own machine.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nFirst steps:%n",
    footer = {
      "  aulos doctor                             is this machine ready?",
      "  aulos models list                        which models are there, and how to get one",
      "  aulos generate \"rain on a tin roof\" -o rain.wav",
      "",
      "Exit codes: 0 done, 1 failed, 2 the request or an option is wrong, 130 cancelled."
    },
    subcommands = {
      GenerateCommand.class,
      EditCommand.class,
      EncodeCommand.class,
      DecodeCommand.class,
      PreEncodeCommand.class,
      MergeCommand.class,
      AverageCommand.class,
      ModelsCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      DatasetCommand.class,
      VerifyCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      CompletionCommand.class
    })
public final class Main implements Runnable {
  /// All went well.
  static final int DONE = 0;

  /// The work could not be done.
  static final int FAILED = 1;

  /// The user's request cannot be understood or answered.
  static final int WRONG = 2;

  /// The user cancelled.
  static final int CANCELLED = 130;

  private static final Pattern EXCEPTION = Pattern.compile("\\b(\\w+\\.)+\\w+(Exception|Error): ");

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /// Runs the program and leaves the machine with its exit code.
  public static void main(String... args) {
    System.exit(run(args));
  }

  /// Runs the program.
  ///
  /// @return the exit code
  static int run(String... args) {
    try {
      return commandLine().execute(args);
    } catch (OutOfMemoryError e) {
      System.err.println(
          "aulos: not enough memory ("
              + firstLine(e.getMessage())
              + "); ask for fewer at once, or");
      System.err.println("  " + Machine.moreMemory());
      return FAILED;
    } catch (LinkageError e) {
      System.err.println("aulos: ONNX Runtime cannot be loaded: " + firstLine(rootMessage(e)));
      System.err.println("  see: aulos doctor");
      return FAILED;
    }
  }

  /// All commands, as the user can give them.
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler((e, given) -> wrong(e))
        .setExecutionExceptionHandler((e, line, parsed) -> failed(e));
  }

  /// The message of what a failure began with.
  static @Nullable String rootMessage(Throwable e) {
    var cause = e.getCause();
    return cause == null ? e.getMessage() : rootMessage(cause);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int wrong(ParameterException e) {
    var command = e.getCommandLine().getCommandSpec().qualifiedName();
    System.err.println("aulos: " + firstLine(e.getMessage()));
    System.err.println("  see: " + command + " --help");
    return WRONG;
  }

  private static int failed(Exception e) {
    if (e instanceof CancellationException) {
      System.err.println("aulos: cancelled");
      return CANCELLED;
    }
    if (e instanceof RequestException) {
      System.err.println("aulos: " + firstLine(e.getMessage()));
      return WRONG;
    }
    if (e instanceof UncheckedIOException && e.getCause() instanceof IOException cause) {
      return failed(cause);
    }
    if (e instanceof IOException
        || e instanceof BrokenOutputException
        || e instanceof DivergedException) {
      System.err.println("aulos: " + describe(e));
      return FAILED;
    }
    System.err.println("aulos: internal error, please report it: " + e);
    if (Variable.AULOS_TRACE.value().isPresent()) {
      e.printStackTrace();
    } else {
      System.err.println("  set AULOS_TRACE=1 to see where");
    }
    return FAILED;
  }

  /// The message of a failed file operation says the file alone; the reason is its kind.
  private static String describe(Exception e) {
    var message = firstLine(e.getMessage());
    return switch (e) {
      case NoSuchFileException gone -> message + ": no such file or folder";
      case AccessDeniedException denied -> message + ": permission denied";
      case FileAlreadyExistsException file -> message + ": is there already";
      case NotDirectoryException file -> message + ": is not a folder";
      case FileSystemException other when other.getReason() == null ->
          message + ": " + e.getClass().getSimpleName();
      default -> message;
    };
  }

  /// The first line of a message, without the names of exceptions: users are told what is wrong,
  /// not where in the program.
  static String firstLine(@Nullable String message) {
    if (message == null) {
      return "no reason given";
    }
    var line = message.lines().findFirst().orElse("");
    return EXCEPTION.matcher(line).replaceAll("");
  }
}
