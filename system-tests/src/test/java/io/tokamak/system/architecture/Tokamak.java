// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.architecture;

import static java.util.stream.Collectors.toCollection;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;

/** The main code of all modules, read once for all rules. */
final class Tokamak {
  private Tokamak() {}

  static JavaClasses classes() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("io.tokamak");
  }

  /**
   * The second part of each package name: {@code io.tokamak.store.eviction} is in {@code store}.
   */
  static Set<String> modules(JavaClasses classes) {
    return classes.stream()
        .map(type -> type.getPackageName().split("\\.")[2])
        .collect(toCollection(TreeSet::new));
  }
}
