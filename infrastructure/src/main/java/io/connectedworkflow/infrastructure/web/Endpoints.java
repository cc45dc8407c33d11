package io.connectedworkflow.infrastructure.web;

import java.util.List;

/**
 * Controllers, whose methods with {@link Endpoint} are endpoints of ours. They are no beans: an aspect of the application, or
 * a mapping of its own, would take them for controllers of the application.
 */
public record Endpoints(List<Object> controllers) {

    /** The endpoints of these controllers. */
    public static Endpoints of(Object... controllers) {
        return new Endpoints(List.of(controllers));
    }
}
