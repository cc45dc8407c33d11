package io.connectedworkflow.infrastructure.audit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;

/** Where the endpoints for auditors are on: {@code connected-workflow.audit.endpoints.enabled}. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ConditionalOnBooleanProperty(name = "connected-workflow.audit.endpoints.enabled", matchIfMissing = true)
public @interface ConditionalOnAuditEndpoints {}
