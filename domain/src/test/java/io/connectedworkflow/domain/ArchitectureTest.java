package io.connectedworkflow.domain;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.workflow.command.WorkflowCommand;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import java.time.InstantSource;
import java.util.Calendar;
import java.util.Date;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.NullMarked;

/** What the domain may know. */
@AnalyzeClasses(packages = "io.connectedworkflow.domain", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    // Of the JDK just what a decision needs: no java.sql, java.net, java.io or java.security.
    private static final DescribedPredicate<JavaClass> KNOWN = resideInAnyPackage("io.connectedworkflow.domain..",
            "java.lang..", "java.math..", "java.text..", "java.time..", "java.util..", "org.jspecify.annotations..",
            "org.axonframework.commandhandling..", "org.axonframework.modelling.command..")
            .or(belongToAnyOf(EventSourcingHandler.class, Revision.class));

    private static final Set<String> CLOCKS_AND_DICE = Set.of("java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime", "java.lang.Math.random", "java.lang.StrictMath.random",
            "java.util.UUID.randomUUID", "java.util.Collections.shuffle");

    private static DescribedPredicate<JavaClass> known() {
        return describe(KNOWN.getDescription() + ", or are primitive, or arrays of these", type -> {
            var element = type.getBaseComponentType();
            return element.isPrimitive() || KNOWN.test(element);
        });
    }

    private static DescribedPredicate<JavaAccess<?>> timeOrChance() {
        return describe("is the time or chance", access -> {
            var owner = access.getTargetOwner();
            return CLOCKS_AND_DICE.contains(owner.getName() + "." + access.getName())
                    || (owner.getPackageName().startsWith("java.time") && access.getName().equals("now"));
        });
    }

    @ArchTest
    static final ArchRule knows_only_what_a_decision_needs = classes().should().onlyDependOnClassesThat(known());

    @ArchTest
    static final ArchRule decides_without_a_clock_and_without_chance = noClasses().should()
            .dependOnClassesThat(assignableTo(InstantSource.class).or(assignableTo(RandomGenerator.class))
                    .or(assignableTo(Date.class)).or(assignableTo(Calendar.class)))
            .orShould().accessTargetWhere(timeOrChance());

    @ArchTest
    static final ArchRule has_rooms_without_cycles = slices().matching("io.connectedworkflow.domain.(*)..").should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule has_records_for_commands_events_and_refusals = classes().that()
            .areAssignableTo(WorkflowCommand.class).or().areAssignableTo(WorkflowEvent.class).or()
            .areAssignableTo(Refusal.class).and().areNotInterfaces().should().beRecords();

    @ArchTest
    static final ArchRule gives_every_event_a_revision = classes().that().areAssignableTo(WorkflowEvent.class).and()
            .areNotInterfaces().should().beAnnotatedWith(Revision.class);

    @ArchTest
    static final ArchRule is_null_marked_in_every_package = classes().should(ArchCondition.from(
            describe("be in a @NullMarked package", type -> type.getPackage().isAnnotatedWith(NullMarked.class))));
}
