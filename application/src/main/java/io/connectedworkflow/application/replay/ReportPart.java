package io.connectedworkflow.application.replay;

/** A part of a replay's report. */
public enum ReportPart {
    /** How many events of each type each user caused. */
    COUNTS,
    /** What the workflows were in the end. */
    WORKFLOWS,
    /** Which workflows only a newer version can read. */
    UNREADABLE,
    /** Where views and register are not as the events say. */
    DIFFERENCES
}
