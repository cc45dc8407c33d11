package io.connectedworkflow.domain.workflow;

import org.jspecify.annotations.Nullable;

/**
 * Port: what is known of all workflows of an organization that are not deleted, for the rules that no single workflow
 * can decide.
 */
public interface WorkflowRegister {

    /**
     * Locks the organization's register until the transaction ends, and then reads it, so that of two commands that
     * would break a rule only together, the second sees the first.
     *
     * @param workflow the workflow that asks; what it has itself is not taken
     * @param name     the name that is wanted, be it one that could not be given any more; null for none
     * @param moduleId the primary module that is wanted; null for none
     */
    Others lock(String organization, String workflow, @Nullable String name, @Nullable String moduleId);

    /**
     * What the organization's workflows leave free.
     *
     * @param nameTaken             whether another one has the name
     * @param moduleTaken           whether another one starts at the module
     * @param count                 how many there are
     * @param active                how many of them are active
     * @param highestSequenceNumber the highest ever given in the organization, 0 before the first
     */
    record Others(boolean nameTaken, boolean moduleTaken, int count, int active, long highestSequenceNumber) {}
}
