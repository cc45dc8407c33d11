package io.connectedworkflow.application;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import io.connectedworkflow.application.workflow.WorkflowQuery;
import org.jspecify.annotations.NullMarked;

/** What the application may know. */
@AnalyzeClasses(packages = "io.connectedworkflow.application", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    // Of the JDK just what reading needs: no java.sql, java.net, java.io or java.security.
    private static final DescribedPredicate<JavaClass> KNOWN = resideInAnyPackage("io.connectedworkflow.application..",
            "io.connectedworkflow.domain..", "java.lang..", "java.math..", "java.text..", "java.time..", "java.util..",
            "org.jspecify.annotations..", "org.axonframework.eventhandling..", "org.axonframework.queryhandling..");

    private static DescribedPredicate<JavaClass> known() {
        return describe(KNOWN.getDescription() + ", or are primitive, or arrays of these", type -> {
            var element = type.getBaseComponentType();
            return element.isPrimitive() || KNOWN.test(element);
        });
    }

    @ArchTest
    static final ArchRule knows_only_the_domain_events_and_queries = classes().should()
            .onlyDependOnClassesThat(known());

    @ArchTest
    static final ArchRule knows_nothing_of_what_is_in_front_of_the_rooms = noClasses().that()
            .resideInAPackage("io.connectedworkflow.application.(*)..").should().dependOnClassesThat()
            .resideInAPackage("io.connectedworkflow.application");

    @ArchTest
    static final ArchRule has_rooms_without_cycles = slices().matching("io.connectedworkflow.application.(*)..")
            .should().beFreeOfCycles();

    @ArchTest
    static final ArchRule has_records_for_views_and_queries = classes().that().haveSimpleNameEndingWith("View").or()
            .areAssignableTo(WorkflowQuery.class).and().areNotInterfaces().should().beRecords();

    @ArchTest
    static final ArchRule is_null_marked_in_every_package = classes().should(ArchCondition.from(
            describe("be in a @NullMarked package", type -> type.getPackage().isAnnotatedWith(NullMarked.class))));
}
