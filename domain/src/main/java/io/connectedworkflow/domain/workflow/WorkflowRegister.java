package io.connectedworkflow.domain.workflow;

/**
 * Port: what is known of all workflows of an organization that are not deleted, for the rules that no single workflow
 * can decide.
 */
public interface WorkflowRegister {

    /**
     * Locks the organization's register until the transaction ends, and then reads it, so that of two commands that
     * would break a rule only together, the second sees the first.
     *
     * @param name     the name that is wanted
     * @param moduleId the primary module that is wanted
     */
    Others lock(String organization, WorkflowName name, String moduleId);

    /**
     * What the organization's other workflows leave free.
     *
     * @param nameTaken             whether one of them has the name
     * @param moduleTaken           whether one of them starts at the module
     * @param count                 how many there are
     * @param highestSequenceNumber the highest ever given in the organization, 0 before the first
     */
    record Others(boolean nameTaken, boolean moduleTaken, int count, long highestSequenceNumber) {}
}
