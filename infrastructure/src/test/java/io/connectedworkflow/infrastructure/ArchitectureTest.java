package io.connectedworkflow.infrastructure;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;

/** What the rooms of the infrastructure may know of each other, and what none of them may use. */
@AnalyzeClasses(packages = "io.connectedworkflow.infrastructure", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    // All that we answer, and one that we are not to use; other rooms refuse by a Refusal, and leave its code to the web room.
    private static final List<String> ERROR_CODES = List.of("INVALID_URL_PATTERN", "INVALID_REQUEST_METHOD",
            "AUTHENTICATION_FAILURE", "INVALID_TOKEN", "OAUTH_SCOPE_MISMATCH", "TOO_MANY_REQUESTS",
            "FEATURE_NOT_SUPPORTED", "NO_PERMISSION", "INVALID_DATA", "REQUIRED_PARAM_MISSING", "INVALID_MODULE",
            "MANDATORY_NOT_FOUND", "EXPECTED_FIELD_MISSING", "AMBIGUITY_DURING_PROCESSING", "DUPLICATE_DATA",
            "LIMIT_EXCEEDED", "DEPENDENT_FIELD_MISSING", "NOT_ALLOWED", "ID_ALREADY_ACTIVE", "ID_ALREADY_DEACTIVATED",
            "PRECONDITION_FAILED", "IDEMPOTENCY_KEY_REUSED", "CONFLICT", "INTERNAL_ERROR", "NOT_FOUND",
            "SERVICE_UNAVAILABLE");

    private static boolean holdsAnErrorCode(JavaClass type) {
        var compiled = bytes(type);
        return ERROR_CODES.stream().anyMatch(code -> compiled.contains(constant(code)));
    }

    // How a class file holds a text: a tag, its length, its bytes.
    private static String constant(String text) {
        return "\u0001\u0000" + (char) text.length() + text;
    }

    private static String bytes(JavaClass type) {
        try (var file = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            return new String(file.readAllBytes(), ISO_8859_1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @ArchTest
    static final ArchRule has_rooms_without_cycles = slices().matching("io.connectedworkflow.infrastructure.(*)..")
            .should().beFreeOfCycles();

    // They could make a cycle through the front door, which belongs to no room.
    @ArchTest
    static final ArchRule knows_of_what_is_in_front_of_the_rooms_only_settings_conditions_and_how_to_end = noClasses()
            .that()
            .resideInAPackage("io.connectedworkflow.infrastructure.(*)..").should()
            .dependOnClassesThat(resideInAPackage("io.connectedworkflow.infrastructure")
                    .and(not(belongToAnyOf(ConnectedWorkflowProperties.class, ConditionalOnRest.class,
                            CannotStartException.class))));

    @ArchTest
    static final ArchRule has_settings_conditions_and_an_end_that_know_no_room = noClasses().that(
            belongToAnyOf(ConnectedWorkflowProperties.class, ConditionalOnRest.class, CannotStartException.class))
            .should().dependOnClassesThat()
            .resideInAPackage("io.connectedworkflow.infrastructure.(*)..");

    @ArchTest
    static final ArchRule says_no_to_a_client_only_in_the_web_room = classes().that()
            .haveSimpleName("RefusalAnswers").should().onlyHaveDependentClassesThat()
            .resideInAPackage("io.connectedworkflow.infrastructure.web");

    @ArchTest
    static final ArchRule knows_http_statuses_only_in_the_web_room = noClasses().that()
            .resideOutsideOfPackage("io.connectedworkflow.infrastructure.web").should()
            .dependOnClassesThat(belongToAnyOf(HttpStatus.class, HttpStatusCode.class, ResponseStatus.class,
                    ResponseEntity.class, HttpServletResponse.class)
                    .or(assignableTo(ErrorResponse.class)));

    @ArchTest
    static final ArchRule knows_error_codes_only_in_the_web_room = noClasses().that()
            .resideOutsideOfPackage("io.connectedworkflow.infrastructure.web").should(ArchCondition.from(
                    describe("hold an error code of the contract", ArchitectureTest::holdsAnErrorCode)));

    @ArchTest
    static final ArchRule finds_error_codes_where_they_are = classes().that().haveSimpleName("RefusalAnswers")
            .should(ArchCondition.from(
                    describe("hold an error code of the contract", ArchitectureTest::holdsAnErrorCode)));

    @ArchTest
    static final ArchRule reads_no_java_objects = noClasses().should().dependOnClassesThat()
            .areAssignableTo(ObjectInput.class);

    @ArchTest
    static final ArchRule is_null_marked_in_every_package = classes().should(ArchCondition.from(
            describe("be in a @NullMarked package", type -> type.getPackage().isAnnotatedWith(NullMarked.class))));

    @Test
    void has_no_xstream_on_its_class_path() {
        assertThatExceptionOfType(ClassNotFoundException.class)
                .isThrownBy(() -> Class.forName("com.thoughtworks.xstream.XStream"));
    }
}
