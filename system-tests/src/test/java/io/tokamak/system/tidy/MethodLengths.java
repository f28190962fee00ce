// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import io.tokamak.system.tidy.Repository.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** How many lines each method has, brace to brace, by the parser of javac. */
final class MethodLengths {
  /** One method that has a body. */
  record MethodLength(String where, int lines) {}

  private MethodLengths() {}

  static List<MethodLength> of(Repository repository, List<TextFile> files) throws IOException {
    List<Path> paths = files.stream().map(file -> repository.resolve(file.path())).toList();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(paths));
      Scanner scanner = new Scanner(Trees.instance(task).getSourcePositions());
      task.parse().forEach(unit -> scanner.scan(unit, unit));
      return scanner.found;
    }
  }

  private static final class Scanner extends TreeScanner<Void, CompilationUnitTree> {
    private final SourcePositions positions;
    private final List<MethodLength> found = new ArrayList<>();

    Scanner(SourcePositions positions) {
      this.positions = positions;
    }

    @Override
    public Void visitMethod(MethodTree method, CompilationUnitTree unit) {
      if (method.getBody() != null) {
        found.add(new MethodLength(where(method, unit), lines(method, unit)));
      }
      return super.visitMethod(method, unit);
    }

    private String where(MethodTree method, CompilationUnitTree unit) {
      Path file = Path.of(unit.getSourceFile().getName());
      return file.getFileName() + "#" + method.getName();
    }

    private int lines(MethodTree method, CompilationUnitTree unit) {
      LineMap lines = unit.getLineMap();
      long first = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
      long last = lines.getLineNumber(positions.getEndPosition(unit, method.getBody()));
      return Math.toIntExact(last - first + 1);
    }
  }
}
