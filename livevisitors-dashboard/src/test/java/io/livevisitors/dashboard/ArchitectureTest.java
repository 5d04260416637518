package io.livevisitors.dashboard;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the dashboard may know of the rest. */
@AnalyzeClasses(packages = "io.livevisitors.dashboard", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule KNOWS_THE_GATEWAY_AND_THE_SERVLET_API_ALONE = classes()
            .that()
            .resideInAPackage("io.livevisitors.dashboard")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.livevisitors",
                    "io.livevisitors.dashboard",
                    "io.livevisitors.model",
                    "io.livevisitors.web",
                    "jakarta.servlet..",
                    "java..",
                    "org.jspecify.annotations");

    @ArchTest
    static final ArchRule OFFERS_THE_SERVLET_ALONE = classes()
            .that()
            .arePublic()
            .should()
            .haveSimpleName("DashboardServlet")
            .because("what is not for hosts is package-private");

    /** Whoever has a session keeps it as it is: none is made, read, renewed or named in a cookie. */
    @ArchTest
    static final ArchRule LEAVES_SESSIONS_AND_COOKIES_TO_THE_HOST = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("jakarta.servlet.http.HttpSession")
            .orShould()
            .callMethodWhere(target(nameMatching(
                    "getSession|changeSessionId|getRequestedSessionId|isRequestedSessionId.*|getHttpSession|addCookie"
                            + "|getCookies|login|logout|authenticate|encodeURL|encodeRedirectURL")));
}
