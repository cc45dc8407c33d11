package io.connectedworkflow.infrastructure.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class whose methods with {@link Needs} are endpoints of ours. Spring's own annotation would make it one of the
 * application's controllers too, which its aspects, interceptors and path prefixes are about.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OurController {}
