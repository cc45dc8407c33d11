package io.connectedworkflow.domain.workflow;

import io.connectedworkflow.domain.rule.Rules;
import org.jspecify.annotations.Nullable;

/**
 * All of a workflow that its users decide.
 *
 * @param description null for none
 */
public record Configuration(String name, @Nullable String description, Diagram diagram, Rules rules) {}
