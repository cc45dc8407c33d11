package io.connectedworkflow.infrastructure.postgres;

/**
 * The embedded PostgreSQL has ended again and again, and is not started any more: nothing is served from now on. Published
 * to the application, which may end by it, as the server does.
 *
 * @param reason one line
 */
public record EmbeddedPostgresLost(String reason) {}
