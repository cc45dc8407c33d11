package io.connectedworkflow.infrastructure.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Only where our own issuer is on: where it is said so, or where no other issuer's tokens count. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(ConditionalOnIssuer.IsOn.class)
public @interface ConditionalOnIssuer {

    /** Whether it is on. */
    final class IsOn implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            var settings = context.getEnvironment();
            var enabled = settings.getProperty("connected-workflow.issuer.enabled", Boolean.class);
            return enabled == null
                    ? !settings.containsProperty("connected-workflow.tokens.jwk-set-uri")
                            && !settings.containsProperty("connected-workflow.tokens.introspection.uri")
                    : enabled;
        }
    }
}
