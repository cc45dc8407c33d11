package io.connectedworkflow.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInput;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ResponseStatus;

/** The server is a host as any other, and nobody else's. */
@AnalyzeClasses(packages = "io.connectedworkflow", importOptions = DoNotIncludeTests.class)
class ServerArchitectureTest {

    @ArchTest
    static final ArchRule is_known_to_nobody = noClasses().that()
            .resideOutsideOfPackage("io.connectedworkflow.server..")
            .should().dependOnClassesThat().resideInAPackage("io.connectedworkflow.server..");

    @ArchTest
    static final ArchRule has_an_embedded_database_that_knows_nobody = noClasses().that()
            .resideInAPackage("io.connectedworkflow.postgres..").should().dependOnClassesThat(
                    new DescribedPredicate<>("are ours and none of its own") {

                        @Override
                        public boolean test(JavaClass type) {
                            return type.getPackageName().startsWith("io.connectedworkflow.")
                                    && !type.getPackageName().startsWith("io.connectedworkflow.postgres");
                        }
                    });

    @ArchTest
    static final ArchRule reads_no_java_objects = noClasses().should().dependOnClassesThat()
            .areAssignableTo(ObjectInput.class);

    // Which status an answer has is the web room's to say, of whatever a server refuses too.
    @ArchTest
    static final ArchRule knows_no_http_statuses = noClasses().that()
            .resideInAnyPackage("io.connectedworkflow.server..", "io.connectedworkflow.postgres..").should()
            .dependOnClassesThat(belongToAnyOf(HttpStatus.class, HttpStatusCode.class, ResponseStatus.class,
                    ResponseEntity.class));

    @Test
    void has_no_xstream_on_its_class_path() {
        assertThatExceptionOfType(ClassNotFoundException.class)
                .isThrownBy(() -> Class.forName("com.thoughtworks.xstream.XStream"));
    }

    @ArchTest
    static final ArchRule is_null_marked_in_every_package = classes().should(ArchCondition.from(DescribedPredicate
            .describe("be in a @NullMarked package", type -> type.getPackage().isAnnotatedWith(NullMarked.class))));
}
