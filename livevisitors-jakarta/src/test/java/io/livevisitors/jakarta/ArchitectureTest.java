package io.livevisitors.jakarta;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.livevisitors.jakarta", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule twoClassesKnowTheJsonLibrary = noClasses()
            .that()
            .haveNameNotMatching(".*\\.(PusherCodec|ApiBody)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml..");

    @ArchTest
    static final ArchRule noContainersOwnClassIsUsed = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "jakarta.servlet..",
                    "jakarta.websocket..",
                    "org.jspecify..",
                    "com.fasterxml.jackson..",
                    "com.github.benmanes.caffeine..",
                    "io.livevisitors",
                    "io.livevisitors.channel",
                    "io.livevisitors.web",
                    "io.livevisitors.jakarta");

    @ArchTest
    static final ArchRule hostsSeeTheServletAndContainersTheEndpoint =
            classes().that().arePublic().should().haveNameMatching(".*\\.(LiveSocketServlet|SocketEndpoint)");
}
