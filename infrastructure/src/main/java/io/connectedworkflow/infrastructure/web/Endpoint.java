package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.infrastructure.security.Scope;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a controller's method as one of our endpoints, and says what it takes to call it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Endpoint {

    /** The scope that a token must have; {@link Scope#NONE} for an endpoint that needs no token. */
    Scope scope();

    /** The envelope in which the endpoint takes its item and gives its answer. */
    Envelope envelope() default Envelope.BARE;

    /** The status of the answer that something is done; for endpoints that answer {@link Done}. */
    int successStatus() default 200;

    /** What the answer says that is done; for endpoints that answer {@link Done}. */
    String successMessage() default "";
}
