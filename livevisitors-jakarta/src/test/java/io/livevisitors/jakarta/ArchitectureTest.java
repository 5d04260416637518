package io.livevisitors.jakarta;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.livevisitors.web.ChannelSigner;

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

    /** A signature that was made to be compared would be compared by somebody else than the signer, in whatever time. */
    @ArchTest
    static final ArchRule signaturesAreVerifiedNeverMade = noClasses()
            .should()
            .callMethod(ChannelSigner.class, "sign", String.class, String.class, String.class)
            .orShould()
            .callMethod(ChannelSigner.class, "signUser", String.class, String.class)
            .orShould()
            .callMethod(ChannelSigner.class, "signRequest", String.class);

    @ArchTest
    static final ArchRule oneClassReadsTheSignatureOfARequest =
            noClasses().that().doNotHaveSimpleName("ApiSignature").should().callMethod(ApiQuery.class, "signature");
}
