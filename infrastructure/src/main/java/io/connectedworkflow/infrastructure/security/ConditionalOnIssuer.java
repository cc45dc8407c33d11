package io.connectedworkflow.infrastructure.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Only where our own issuer is on: where it is said so, or else where neither another issuer's tokens count, nor does the
 * application have {@link RequestCallers} of its own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(ConditionalOnIssuer.IsOn.class)
public @interface ConditionalOnIssuer {

    /** Whether it is on. */
    final class IsOn implements ConfigurationCondition {

        // The application's beans are known only then.
        @Override
        public ConfigurationPhase getConfigurationPhase() {
            return ConfigurationPhase.REGISTER_BEAN;
        }

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            var settings = context.getEnvironment();
            var enabled = settings.getProperty("connected-workflow.issuer.enabled", Boolean.class);
            return enabled == null
                    ? !settings.containsProperty("connected-workflow.tokens.jwk-set-uri")
                            && !settings.containsProperty("connected-workflow.tokens.introspection.uri")
                            && !hasCallersOfItsOwn(context.getBeanFactory())
                    : enabled;
        }

        private static boolean hasCallersOfItsOwn(@Nullable ListableBeanFactory beans) {
            return beans != null && Arrays
                    .stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, RequestCallers.class, true,
                            false))
                    .anyMatch(name -> !name.equals(SecurityConfiguration.CALLERS));
        }
    }
}
