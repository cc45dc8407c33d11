package io.connectedworkflow.domain.organization;

/**
 * Who asks: a user of an organization.
 *
 * @param organization the organization's id
 * @param user         the user's id
 */
public record Actor(String organization, String user) {}
