package io.livevisitors.servlet;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.servlet.http.HttpServletRequest;

@AnalyzeClasses(packages = "io.livevisitors.servlet", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** Whoever has a session keeps it as it is: none is made, read, renewed or named in a cookie. */
    @ArchTest
    static final ArchRule sessionsAndCookiesAreTheHostsOwn = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("jakarta.servlet.http.HttpSession")
            .orShould()
            .callMethodWhere(target(nameMatching(
                    "getSession|changeSessionId|getRequestedSessionId|isRequestedSessionId.*|getHttpSession|addCookie"
                            + "|getCookies|login|logout|authenticate|encodeURL|encodeRedirectURL")));

    @ArchTest
    static final ArchRule bodiesAreNeverEatenByTheContainersParameters = noClasses()
            .should()
            .callMethod(HttpServletRequest.class, "getParameter", String.class)
            .orShould()
            .callMethod(HttpServletRequest.class, "getParameterMap");

    @ArchTest
    static final ArchRule jsonIsTheCoresBusiness =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("com.fasterxml..");

    @ArchTest
    static final ArchRule adaptersDoNotSeeEachOther = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.livevisitors.jakarta..", "io.livevisitors.dashboard..", "jakarta.websocket..");
}
