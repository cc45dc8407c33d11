package io.connectedworkflow.domain.workflow;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * One element of a request about nodes. Requests are judged element by element, so what is wrong with an element by itself
 * is said here too, and is reached only if nothing before it is refused.
 */
public sealed interface NodeChange {

    /**
     * A node is wanted.
     *
     * @param reference by which connections of the same request mean it; null for none
     * @param at        the element
     */
    record Add(CrmModule module, @Nullable String reference, FieldPath at) implements NodeChange {}

    /** A node is to go. */
    record Remove(String id, FieldPath at) implements NodeChange {}

    /** A node is mentioned, and stays. */
    record Keep(String id, FieldPath at) implements NodeChange {}

    /** The element is wrong, whatever the workflow is like. */
    record Faulty(Refusal refusal) implements NodeChange {}
}
