// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import org.junit.jupiter.api.Test;

/** Habits that hold in all modules. */
final class CodeRulesTest {
  private static final JavaClasses TOKAMAK = Tokamak.classes();

  private static final DescribedPredicate<JavaClass> EXECUTABLES =
      resideInAnyPackage("io.tokamak.cli..", "io.tokamak.benchmarks..");

  /** The store decides; time, threads and sockets are brought to it from the edge. */
  private static final DescribedPredicate<JavaClass> STORE_LOGIC =
      resideInAPackage("io.tokamak.store..")
          .and(not(resideInAPackage("io.tokamak.store.service..")))
          .as("the logic of the store");

  @Test
  void shouldLogThroughSystemLoggerOnly() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.util.logging..", "org.slf4j..", "ch.qos.logback.."))
        .check(TOKAMAK);
  }

  @Test
  void shouldPrintOnlyInTheExecutablesAndForTests() {
    noClasses()
        .that(not(EXECUTABLES))
        .and(not(resideInAPackage("io.tokamak.testkit..")))
        .should(ACCESS_STANDARD_STREAMS)
        .check(TOKAMAK);
  }

  @Test
  void shouldLeaveTheProcessRunningOutsideTheExecutables() {
    noClasses()
        .that(not(EXECUTABLES))
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(TOKAMAK);
  }

  @Test
  void shouldStayOutOfTheInternalsOfTheJdk() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAnyPackage("sun..", "jdk.internal.."))
        .check(TOKAMAK);
  }

  @Test
  void shouldHaveNoMutableStaticState() {
    noFields()
        .that(DescribedPredicate.describe("are static and not final", CodeRulesTest::changeable))
        .should()
        .beDeclaredInClassesThat(resideInAPackage("io.tokamak.."))
        .allowEmptyShould(true)
        .check(TOKAMAK);
  }

  @Test
  void shouldDecideInTheStoreWithoutClocksAndThreads() {
    noClasses()
        .that(STORE_LOGIC)
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.Thread")
        .orShould()
        .dependOnClassesThat(
            resideInAnyPackage("java.net..", "java.nio.channels..", "java.util.concurrent.locks.."))
        .check(TOKAMAK);
  }

  private static boolean changeable(JavaField field) {
    return field.getModifiers().contains(JavaModifier.STATIC)
        && !field.getModifiers().contains(JavaModifier.FINAL)
        && !field.getModifiers().contains(JavaModifier.SYNTHETIC);
  }
}
