package io.livevisitors;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.livevisitors.web.ChannelSigner;
import java.security.MessageDigest;

@AnalyzeClasses(packages = "io.livevisitors", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule theCoreSeesNoWebApi =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("jakarta..", "javax.servlet..");

    @ArchTest
    static final ArchRule theCoreLogsThroughSystemLogger =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.slf4j..", "java.util.logging..");

    /** The root package counts as a slice too: the front door depends on the rooms, no room on the front door. */
    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("(io.livevisitors..)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule roomsDoNotKnowTheFrontDoor = noClasses()
            .that()
            .resideInAnyPackage("io.livevisitors.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.livevisitors");

    /** It is left out of the jar. */
    @ArchTest
    static final ArchRule theCompilerOfTimezonesRunsInTheBuildAlone = noClasses()
            .that()
            .resideOutsideOfPackage("io.livevisitors.privacy.compile")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.livevisitors.privacy.compile");

    /** It is left out of the jar. */
    @ArchTest
    static final ArchRule theCompilerOfRulesRunsInTheBuildAlone = noClasses()
            .that()
            .resideOutsideOfPackage("io.livevisitors.device.compile")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.livevisitors.device.compile", "ua_parser..", "org.yaml..");

    @ArchTest
    static final ArchRule theMatcherKnowsNothingOfDevices = noClasses()
            .that()
            .resideInAPackage("io.livevisitors.device.match")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.livevisitors.device", "io.livevisitors.device.rules");

    @ArchTest
    static final ArchRule onlyTheFrontDoorSeesTheRegistry = classes()
            .that()
            .resideInAPackage("io.livevisitors.presence")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAnyPackage("io.livevisitors", "io.livevisitors.presence");

    @ArchTest
    static final ArchRule noTypeOfTheJsonLibraryIsPublic = noClasses()
            .that()
            .arePublic()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.jackson..", "com.github.benmanes..", "ua_parser..");

    @ArchTest
    static final ArchRule whatImplementsTheGatewayIsNotForHosts =
            classes().that().haveSimpleNameStartingWith("Core").should().notBePublic();

    /** How long these take tells nothing of how much of a guess was right. */
    @ArchTest
    static final ArchRule secretsAreComparedInConstantTime = noClasses()
            .that()
            .haveSimpleName("ChannelSigner")
            .or()
            .haveSimpleName("DashboardToken")
            .should()
            .callMethodWhere(target(
                    nameMatching("equals|equalsIgnoreCase|contentEquals|deepEquals|compareTo.*|compare|mismatch")));

    @ArchTest
    static final ArchRule secretsAreComparedByMessageDigest = classes()
            .that()
            .haveSimpleName("ChannelSigner")
            .or()
            .haveSimpleName("DashboardToken")
            .should()
            .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class);

    /** One place hands signatures out; nobody makes one to compare it. */
    @ArchTest
    static final ArchRule oneClassSigns = noClasses()
            .that()
            .doNotHaveSimpleName("CoreGateway")
            .and()
            .doNotHaveSimpleName("ChannelSigner")
            .should()
            .callMethod(ChannelSigner.class, "sign", String.class, String.class, String.class)
            .orShould()
            .callMethod(ChannelSigner.class, "signUser", String.class, String.class)
            .orShould()
            .callMethod(ChannelSigner.class, "signRequest", String.class);
}
