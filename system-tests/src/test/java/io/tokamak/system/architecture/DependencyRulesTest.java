// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dependencies between modules point one way; what is dangerous lives in one place. */
final class DependencyRulesTest {
  private static final JavaClasses TOKAMAK = Tokamak.classes();

  /** Modules of their own whose packages lie in that of another one. */
  private static final String[] INNER = {
    "io.tokamak.fabric.tcp..",
    "io.tokamak.fabric.shm..",
    "io.tokamak.fabric.ucx..",
    "io.tokamak.directory.redis.."
  };

  @ParameterizedTest
  @CsvSource({
    "memory, ''",
    "wire, memory",
    "fabric, wire",
    "directory, wire fabric",
    "fabric.tcp, fabric memory",
    "fabric.shm, fabric memory",
    "fabric.ucx, fabric fabric.tcp memory",
    "directory.redis, wire fabric directory",
    "transfer, wire fabric directory",
    "store, memory wire",
    "client, memory wire",
    "node, memory wire store client fabric directory transfer",
    "doctor, memory fabric node",
    "benchmarks, memory wire client node",
    "cli, memory wire client node doctor benchmarks",
    "testkit, memory wire fabric",
  })
  void shouldUseOnlyTheModulesBelow(String module, String below) {
    String[] allowed =
        Stream.concat(Stream.of(module), Arrays.stream(below.split(" ")))
            .filter(name -> !name.isEmpty())
            .map(name -> "io.tokamak." + name + "..")
            .toArray(String[]::new);

    noClasses()
        .that(isIn(module))
        .should()
        .dependOnClassesThat(resideInAPackage("io.tokamak..").and(not(resideInAnyPackage(allowed))))
        .allowEmptyShould(true)
        .check(TOKAMAK);
  }

  private static DescribedPredicate<JavaClass> isIn(String module) {
    DescribedPredicate<JavaClass> all = resideInAPackage("io.tokamak." + module + "..");
    return module.contains(".") ? all : all.and(not(resideInAnyPackage(INNER)));
  }

  @Test
  void shouldSeeEveryModule() {
    assertThat(Tokamak.modules(TOKAMAK))
        .contains(
            "memory",
            "wire",
            "fabric",
            "store",
            "client",
            "node",
            "doctor",
            "benchmarks",
            "cli",
            "testkit");
  }

  @Test
  void shouldReachTheCLibraryOnlyFromMemory() {
    noClasses()
        .that(not(resideInAPackage("io.tokamak.memory..")))
        .should()
        .dependOnClassesThat(resideInAPackage("io.tokamak.memory.libc.."))
        .check(TOKAMAK);
  }

  /** The C library in one, libucp in the other. */
  @Test
  void shouldBindNativeFunctionsInTwoPackages() {
    noClasses()
        .that(not(resideInAnyPackage("io.tokamak.memory.libc..", "io.tokamak.fabric.ucx.ucp..")))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.foreign.Linker")
        .check(TOKAMAK);
  }

  /** The errors of a module stand in its first package, beside what uses all the others. */
  @Test
  void shouldKeepPackagesFreeOfCyclesButForErrors() {
    slices()
        .matching("io.tokamak.(**)")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(alwaysTrue(), assignableTo(Throwable.class))
        .check(TOKAMAK);
  }
}
