package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.organization.Actor;
import org.jspecify.annotations.Nullable;

/**
 * A request of someone whom we know, whatever becomes of it.
 *
 * @param actor null for an administrator
 * @param path  as it was sent, without parameters
 */
record Attempt(@Nullable Actor actor, String requestId, String path) {}
