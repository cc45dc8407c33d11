package io.connectedworkflow.domain.workflow;

/** A connection that leads from one node, by its id, to another. */
public record Connection(String id, String source, String target) {

    /** Whether it begins or ends at the node. */
    boolean touches(String node) {
        return source.equals(node) || target.equals(node);
    }
}
