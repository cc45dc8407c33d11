package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.refusal.Item;
/** A request's body, for endpoints that have something to check before they look at it. */
@FunctionalInterface
public interface Body {

    /** Reads the one item in it, or refuses. */
    Item item();
}
