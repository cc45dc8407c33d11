package io.connectedworkflow.domain.workflow;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal;

/** One element of a request about connections; as for {@link NodeChange}s. */
public sealed interface ConnectionChange {

    /** A connection is wanted. */
    record Add(End source, End target, FieldPath at) implements ConnectionChange {}

    /** A connection is to go. */
    record Remove(String id, FieldPath at) implements ConnectionChange {}

    /** A connection is mentioned, and stays. */
    record Keep(String id, FieldPath at) implements ConnectionChange {}

    /** The element is wrong, whatever the workflow is like. */
    record Faulty(Refusal refusal) implements ConnectionChange {}

    /** How a request names a node. */
    sealed interface End {

        /** Where the name stands. */
        FieldPath at();
    }

    /** A node that is there, by its id. */
    record NodeId(String id, FieldPath at) implements End {}

    /** A node that the same request adds, by the name that it has there. */
    record Reference(String reference, FieldPath at) implements End {}
}
